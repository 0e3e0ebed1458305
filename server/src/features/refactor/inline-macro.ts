import type { Condition, MacroReference } from '../../falco/condition/tree.ts';
import type { PlacedItem } from '../../falco/load/placed-item.ts';
import type { TextEdit } from '../../text/edit.ts';
import { touches } from '../../text/span.ts';
import { type ConditionText, conditionOf, spanInFile } from '../../workspace/locate.ts';
import type { RulesFile } from '../../workspace/rules-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { nameAt } from '../name-at.ts';
import { onOneLine, removeItem } from './item-text.ts';
import { proven, type Refactoring, refused } from './refactoring.ts';
import { writtenIn } from './written-in.ts';

/** Puts what the macro at an offset stands for in its place there. */
export function inlineMacro(snapshot: Snapshot, file: RulesFile, offset: number): Refactoring {
  const macro = macroAt(snapshot, file, offset);
  if ('ok' in macro) return macro;
  const here = usesOf(snapshot, macro.name).filter(
    (use) =>
      use.condition.placed.file === file.uri && touches(spanInFile(use.condition, use.node.span), offset),
  );
  if (here.length === 0) return refused('The cursor is not at a use of a macro.');
  return inlined(snapshot, macro, here, [], `Inline macro \`${macro.name}\``);
}

/** Puts what the macro at an offset stands for in its place everywhere, and takes its definition out. */
export function inlineMacroEverywhere(snapshot: Snapshot, file: RulesFile, offset: number): Refactoring {
  const macro = macroAt(snapshot, file, offset);
  if ('ok' in macro) return macro;
  const uses = usesOf(snapshot, macro.name);
  const places = snapshot.names.occurrencesOf('macro', macro.name).filter(({ role }) => role === 'use');
  if (
    uses.length !== places.length ||
    places.some((place) => snapshot.files.get(place.placed.file)?.isDetectionsFile)
  ) {
    return refused(`\`${macro.name}\` is used outside of conditions of rules and macros.`);
  }
  if (uses.length === 0) return refused(`Nothing uses \`${macro.name}\`.`);
  return inlined(
    snapshot,
    macro,
    uses,
    [macro.definition],
    `Inline macro \`${macro.name}\` everywhere and remove it`,
  );
}

/** A macro with what it stands for. */
interface Macro {
  readonly name: string;
  readonly definition: PlacedItem;
  readonly text: string;
  readonly tree: Condition;
}

function macroAt(
  snapshot: Snapshot,
  file: RulesFile,
  offset: number,
): Macro | Extract<Refactoring, { ok: false }> {
  const reason = (text: string) => ({ ok: false, reason: text }) as const;
  const name = nameAt(snapshot, file, offset);
  if (name?.kind !== 'macro') return reason('There is no macro here.');
  const definitions = snapshot.names.definitionsOf('macro', name.name);
  const updates = snapshot.names.occurrencesOf('macro', name.name).filter(({ role }) => role === 'update');
  const [definition, ...others] = definitions;
  if (definition === undefined) return reason(`\`${name.name}\` is not defined in these files.`);
  if (others.length > 0) return reason(`\`${name.name}\` is defined more than once.`);
  if (updates.length > 0) return reason(`Other items change \`${name.name}\`.`);
  const condition = conditionOf(definition);
  if (condition === undefined || condition.parsed.problems.length > 0)
    return reason('Its condition is not valid.');
  const text = onOneLine(condition.decoded.text, { start: 0, end: condition.decoded.text.length });
  if (text === undefined) return reason('A quoted text in it takes several lines.');
  return { name: name.name, definition, text: withoutBrackets(text), tree: condition.parsed.tree };
}

/** A use of a macro, and what it stands in. */
interface Use {
  readonly condition: ConditionText;
  readonly node: MacroReference;
  readonly parent?: Condition;
}

function usesOf({ names }: Snapshot, name: string): Use[] {
  const items = new Set(
    names.occurrencesOf('macro', name).flatMap(({ placed, role }) => (role === 'use' ? [placed] : [])),
  );
  return [...items].flatMap((placed) => {
    const condition = conditionOf(placed);
    if (condition === undefined || condition.parsed.problems.length > 0) return [];
    return [...referencesIn(condition.parsed.tree, name)].map((found) => ({ condition, ...found }));
  });
}

function* referencesIn(
  node: Condition,
  name: string,
  parent?: Condition,
): Iterable<{ node: MacroReference; parent?: Condition }> {
  if (node.kind === 'macro' && node.name === name) yield parent === undefined ? { node } : { node, parent };
  else if (node.kind === 'not') yield* referencesIn(node.operand, name, node);
  else if (node.kind === 'and' || node.kind === 'or') {
    for (const operand of node.operands) yield* referencesIn(operand, name, node);
  }
}

function inlined(
  snapshot: Snapshot,
  macro: Macro,
  uses: readonly Use[],
  removed: readonly PlacedItem[],
  title: string,
): Refactoring {
  const edits = new Map<string, TextEdit[]>();
  const add = (file: string, edit: TextEdit) => edits.set(file, [...(edits.get(file) ?? []), edit]);
  for (const use of uses) {
    const newText = writtenIn(use.condition.scalar, bracketed(snapshot, macro, use));
    if (newText === undefined)
      return refused(`It cannot be written into one of the places of \`${macro.name}\`.`);
    add(use.condition.placed.file, { span: spanInFile(use.condition, use.node.span), newText });
  }
  for (const placed of removed) add(placed.file, removeItem(snapshot.files.get(placed.file)!, placed));
  return proven(snapshot, title, edits);
}

/** The macro's text with the brackets that it needs where it is used. */
function bracketed(snapshot: Snapshot, { text, tree }: Macro, use: Use): string {
  if (tree.kind !== 'and' && tree.kind !== 'or') return text;
  if (hasBrackets(use) || use.parent?.kind === tree.kind) return text;
  return use.parent === undefined && !isContinued(snapshot, use.condition) ? text : `(${text})`;
}

function hasBrackets({ condition, node }: Use): boolean {
  const { text } = condition.decoded;
  return /\(\s*$/.test(text.slice(0, node.span.start)) && /^\s*\)/.test(text.slice(node.span.end));
}

/** Whether more is appended to a condition, or it is appended itself. */
function isContinued({ names }: Snapshot, { placed }: ConditionText): boolean {
  const { kind, name } = placed.item;
  if (kind !== 'rule' && kind !== 'macro') return true;
  return names.occurrencesOf(kind, name).some(({ role }) => role === 'update');
}

/** A condition without the brackets that stand round all of it. */
function withoutBrackets(text: string): string {
  const close = text.startsWith('(') ? closingBracket(text) : undefined;
  return close === text.length - 1 ? withoutBrackets(text.slice(1, -1).trim()) : text;
}

function closingBracket(text: string): number | undefined {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const c = text[at]!;
    if (quote !== '') quote = c === quote && text[at - 1] !== '\\' ? '' : quote;
    else if (c === '"' || c === "'") quote = c;
    else if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return at;
  }
  return undefined;
}
