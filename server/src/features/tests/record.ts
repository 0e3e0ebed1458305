import { eventOf } from '../../falco/evaluate/event.ts';
import type { Alert } from '../../replay/alert.ts';
import { replayRules } from '../../replay/replay-rules.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { FalcoTest } from '../../workspace/tests/falco-test.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { projectParser, type SentinelQuery, sentinelQueries } from '../stages/sentinel-queries.ts';
import { SentinelStage } from '../stages/sentinel-stage.ts';
import { WazuhStage } from '../stages/wazuh-stage.ts';
import { flowValue } from '../yaml-text.ts';
import type { TestContext } from './run-tests.ts';
import { testAlert } from './test-alert.ts';

/** What the engines make of an alert, in the form of `expect`. */
export interface Recorded {
  readonly fires: readonly string[];
  readonly silent: readonly string[];
  readonly unknown: readonly string[];
  readonly wazuh?: { readonly id: number; readonly level: number; readonly alert: boolean };
  /** Undefined where Kusto's library is not at hand. */
  readonly returnedBy?: readonly string[];
}

/** What the engines make of an alert now: all rules that fire, and of the others the one that it names. */
export function recordAlert(alert: Alert, context: TestContext): Recorded {
  const { snapshot, kusto, now } = context;
  const answer = new WazuhStage(snapshot, context.wazuh).evaluate(alert).answer;
  const verdicts = verdictsOf(alert, snapshot);
  const names = (wanted: unknown, own = false) =>
    [...verdicts].flatMap(([name, verdict]) =>
      verdict === wanted && (!own || name === alert.rule) ? name : [],
    );
  return {
    fires: names(true),
    silent: names(false, true),
    unknown: names('unknown', true),
    ...(answer && { wazuh: { id: Number(answer.id), level: answer.level, alert: answer.alert } }),
    ...(kusto && {
      returnedBy: returnedBy(
        alert,
        new SentinelStage(kusto, ownQueries(alert, snapshot), now, projectParser(snapshot)),
      ),
    }),
  };
}

/**
 * The edit that puts what the engines make of a test's alert now in the place of what it expects; undefined
 * where it has no alert. For review: what happens need not be what should.
 */
export function recordTest(test: FalcoTest, context: TestContext): TextEdit | undefined {
  const made = testAlert(test, context);
  if (!made.ok || test.alert === undefined) return undefined;
  const text = expectText(recordAlert(made.alert, context), '    ');
  if (test.expectSpan !== undefined) {
    const { start } = test.expectSpan;
    return { span: { start, end: textEnd(test, test.expectSpan.end) }, newText: text.trimStart() };
  }
  const end = textEnd(test, test.alert.span.end);
  return { span: { start: end, end }, newText: `\n  expect:\n${text}` };
}

/** Where the text before an offset of the file ends: a map in YAML goes on to the line of what follows. */
function textEnd({ placed: { item, start } }: FalcoTest, offset: number): number {
  return start + item.text.slice(0, offset - start).trimEnd().length;
}

/** The lines under `expect`, without the last line break. */
export function expectText({ fires, silent, unknown, wazuh, returnedBy }: Recorded, indent: string): string {
  const list = (names: readonly string[]) => `[${names.map((name) => flowValue(name)).join(', ')}]`;
  const lines = [
    ...(fires.length > 0 ? [`fires: ${list(fires)}`] : []),
    ...(silent.length > 0 ? [`silent: ${list(silent)}`] : []),
    ...(unknown.length > 0 ? [`unknown: ${list(unknown)}`] : []),
    ...(wazuh ? [`wazuh: { id: ${wazuh.id}, level: ${wazuh.level}, alert: ${wazuh.alert} }`] : []),
    ...(returnedBy && returnedBy.length > 0 ? ['sentinel:', `  returned-by: ${list(returnedBy)}`] : []),
  ];
  return lines.map((line) => indent + line).join('\n');
}

function verdictsOf(alert: Alert, snapshot: Snapshot): Map<string, boolean | 'unknown'> {
  const { rules } = replayRules(snapshot);
  const event = eventOf(alert.fields);
  const own = [...rules].filter(([name, { rule }]) => rule.enabled || name === alert.rule);
  return new Map(own.map(([name, { condition }]) => [name, condition.evaluate(event)]));
}

/** Only queries about the alert's own rule can return it. */
function ownQueries(alert: Alert, snapshot: Snapshot): readonly SentinelQuery[] {
  return sentinelQueries(snapshot).filter(({ rule }) => rule === alert.rule);
}

function returnedBy(alert: Alert, stage: SentinelStage): readonly string[] {
  const [json] = stage.evaluate([alert], 'json');
  const [cef] = stage.evaluate([alert], 'cef');
  const both = json!.returnedBy.filter((query) => cef!.returnedBy.includes(query));
  return both.map(({ name }) => name);
}
