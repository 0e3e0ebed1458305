import { printCondition } from '../falco/condition/print.ts';
import type { Condition } from '../falco/condition/tree.ts';
import { engineOf } from '../workspace/settings.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { PreviewText } from './preview.ts';
import { textValue } from './yaml-text.ts';

/** The condition of a rule as the engine compiles it: macros and lists put in, exceptions added. */
export function previewCompiled(snapshot: Snapshot, name: string): PreviewText {
  const rule = snapshot.load.compiled.rules.get(name);
  if (rule === undefined) return { text: doesNotCompile('rule', name) };
  return { text: compiled(snapshot, 'rule', name, rule.resolved) };
}

/** The condition of a macro with the macros and lists in it put in. */
export function previewCompiledMacro(snapshot: Snapshot, name: string): PreviewText {
  const macro = snapshot.load.compiled.macros.get(name);
  if (macro === undefined) return { text: doesNotCompile('macro', name) };
  return { text: compiled(snapshot, 'macro', name, macro.resolved) };
}

/** Says so of a rule or macro that the engine does not load. */
export function doesNotCompile(kind: 'rule' | 'macro', name: string): string {
  return `# The ${kind} ${JSON.stringify(name)} does not compile. Its problems say why.\n`;
}

function compiled(snapshot: Snapshot, kind: 'rule' | 'macro', name: string, condition: Condition): string {
  return [
    `# Compiled for engine ${engineOf(snapshot.settings).text}: macros and lists are put in, exceptions added.`,
    `- ${kind}: ${textValue(name, 4)}`,
    '  condition: >',
    ...layOut(condition).map((line) => `    ${line}`),
    '',
  ].join('\n');
}

/** A condition over several lines: an operand a line, what stands between brackets indented. */
export function layOut(condition: Condition): string[] {
  switch (condition.kind) {
    case 'macro':
      return condition.expansion === undefined ? [condition.name] : layOut(condition.expansion);
    case 'not':
      return inserted('not ', layOut(condition.operand));
    case 'and':
    case 'or':
      return condition.operands.flatMap((operand, i) =>
        inserted(i === 0 ? '' : `${condition.kind} `, bracketed(operand)),
      );
    default:
      return [printCondition(condition)];
  }
}

/** An operand of `and` or `or`, in brackets where it is such a chain itself. */
function bracketed(operand: Condition): string[] {
  const lines = layOut(operand);
  if (kindOf(operand) !== 'and' && kindOf(operand) !== 'or') return lines;
  return ['(', ...lines.map((line) => `  ${line}`), ')'];
}

function kindOf(condition: Condition): Condition['kind'] {
  return condition.kind === 'macro' && condition.expansion !== undefined
    ? kindOf(condition.expansion)
    : condition.kind;
}

function inserted(word: string, [first = '', ...others]: readonly string[]): string[] {
  return [`${word}${first}`, ...others];
}
