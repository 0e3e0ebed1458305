import type { ProblemCode } from '../../falco/problems/index.ts';
import type { Level } from '../../falco/problems/problem.ts';
import type { FieldTables } from '../../falco/tables/fields.ts';
import type { Span } from '../../text/span.ts';
import type { LoadMessage } from '../load/message.ts';
import { findTraps } from './find-traps.ts';
import type { RulesFix } from './fix.ts';
import { loadFix } from './fixes/load-fix.ts';
import { type Manager, optionsOf, type WrittenRule } from './manager.ts';

/** A problem of a rules file of Wazuh. */
export interface RulesProblem {
  readonly code: ProblemCode;
  readonly level: Level;
  readonly message: string;
  readonly file: string;
  readonly span: Span;
  /** What Wazuh writes into its log; undefined for what it loads without a word. */
  readonly wording?: string;
  /** Another rule that explains it. */
  readonly related?: WrittenRule;
  /** A safe way to remove it, where there is one. */
  readonly fix?: RulesFix;
}

/** All problems of a manager's rules files: what Wazuh says, each cause once, and what only we find. */
export function findProblems(manager: Manager, tables: FieldTables): readonly RulesProblem[] {
  const traps = findTraps(manager, tables);
  const own = new Set(manager.files.map(({ name }) => name));
  const said = manager.messages.filter(({ file }) => own.has(file));
  const causes = said.filter((message) => !isKnownOtherwise(message, traps, manager));
  const firsts = causes.filter((message) => !followsFrom(message, [...causes, ...traps], manager));
  return [...firsts.map((message) => explained(message, manager)), ...traps];
}

/** A parent that is there, but behind the rule or with an error of its own, is no unknown one. */
function isKnownOtherwise(
  { code, file, span }: LoadMessage,
  traps: readonly RulesProblem[],
  { files, rulesById }: Manager,
): boolean {
  if (code !== 'wazuh-parent-not-found' && code !== 'wazuh-matched-not-found') return false;
  if (traps.some((trap) => trap.code === 'wazuh-parent-later' && isAt(trap, file, span))) return true;
  const text = files.find(({ name }) => name === file)?.text.slice(span.start, span.end) ?? '';
  return /^\d+$/.test(text) && rulesById.has(Number(text));
}

/** What Wazuh says after another message for the same cause. */
const consequences: ReadonlySet<string> = new Set([
  'wazuh-invalid-configuration',
  'wazuh-no-parent',
  'wazuh-option',
]);

function followsFrom(
  { code, file, span }: LoadMessage,
  all: readonly RulesProblem[],
  { rules }: Manager,
): boolean {
  if (code === 'wazuh-invalid-attribute') return true; // the attribute has a message of its own
  if (!consequences.has(code)) return false;
  const rule = rules.find((each) => each.file === file && isWithin(span, each.element.span));
  if (rule === undefined) return false;
  const others = all.filter((other) => other.file === file && other.code !== code);
  const inRule = others.filter((other) => isWithin(other.span, rule.element.span));
  if (code === 'wazuh-no-parent') return namesParent(rule); // each parent has a message of its own
  const element = rule.element.children.find((child) => isWithin(span, child.span));
  return element !== undefined && inRule.some((other) => isWithin(other.span, element.span));
}

function namesParent({ element }: WrittenRule): boolean {
  return optionsOf(element, 'if_sid').some(({ content }) => /\d/.test(content));
}

/** The message with its fix, and with the first rule of an id beside the second one. */
function explained({ wording, ...message }: LoadMessage, manager: Manager): RulesProblem {
  const { rules, rulesById } = manager;
  const fix = loadFix(message, manager);
  const said = { ...message, ...(wording !== undefined && { wording }), ...(fix !== undefined && { fix }) };
  if (message.code !== 'wazuh-duplicate-id') return said;
  const rule = rules.find((each) => each.file === message.file && isWithin(message.span, each.element.span));
  const first = rule && rulesById.get(rule.id)?.[0];
  return first === undefined || first === rule ? said : { ...said, related: first };
}

function isAt(problem: RulesProblem, file: string, { start, end }: Span): boolean {
  return problem.file === file && problem.span.start === start && problem.span.end === end;
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
