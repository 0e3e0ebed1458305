import { printCondition } from '../../falco/condition/print.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { codeBlock } from './code.ts';

/** A macro: its condition as written, and what it comes to. Markdown; undefined for an unknown name. */
export function describeMacro(snapshot: Snapshot, name: string): string | undefined {
  if (!isDefined(snapshot, name)) return undefined;
  const macro = snapshot.load.compiled.macros.get(name);
  if (macro === undefined) return undefined;
  const written = macro.composed.text.trim();
  const expanded = printCondition(macro.resolved);
  const same = expanded === written || expanded === `(${written})`;
  return [
    `**${name}** — macro`,
    codeBlock(written),
    ...(same ? [] : ['With macros and lists put in:', codeBlock(expanded)]),
  ].join('\n\n');
}

/** Whether some item defines a macro: a name half typed is not worth a load. */
function isDefined({ loadOrder }: Snapshot, name: string): boolean {
  return loadOrder.some(({ read }) =>
    read.items.some(({ item }) =>
      item.steps.some((step) => step.do === 'define-macro' && step.macro.name === name),
    ),
  );
}
