import { joinScalars } from '../falco/load/composed-text.ts';
import type { OutputLabel } from '../kql/parser-function/labels.ts';
import type { Snapshot } from '../workspace/workspace.ts';

/**
 * The labels in a rule's output with the fields behind them, as in `file=%fd.name`; none for a rule that no
 * file defines. Errors elsewhere in the rule do not matter.
 */
export function outputLabels({ load, tables, conditions }: Snapshot, name: string): readonly OutputLabel[] {
  const rule = load.collector.rules.get(name);
  const table = rule && tables.forSource(rule.source);
  if (rule === undefined || table === undefined) return [];
  const { text } = joinScalars(rule.output).finish();
  return conditions.output(text, table).fields.flatMap(({ key, span }) => {
    const label = /(?:^|[^\w.-])([A-Za-z_]\w{0,127})=$/.exec(
      text.slice(Math.max(0, span.start - 130), span.start),
    );
    return label === null ? [] : [{ label: label[1]!, field: key }];
  });
}

/** The labels in the outputs of all rules. */
export function allOutputLabels(snapshot: Snapshot): readonly OutputLabel[] {
  return [...snapshot.load.collector.rules.keys()].flatMap((name) => outputLabels(snapshot, name));
}
