import type { ReplayExplanation, ReplayRuleResult } from '../../../server/src/protocol.ts';

/** A stretch of a label: `code` as in rules files, `value` from the alert, `plain` words, `note` a remark. */
export interface LabelPart {
  readonly kind: 'code' | 'value' | 'plain' | 'note';
  readonly text: string;
}

/** Values of a list that are shown before the rest is only counted. */
const mostValues = 8;

/**
 * What a part of a condition says, and what the alert has for it.
 * @param assumed fields whose values the user gave, as the alert does not carry them.
 */
export function explanationWords(
  part: ReplayExplanation,
  assumed: ReadonlySet<string> = new Set(),
): LabelPart[] {
  switch (part.kind) {
    case 'and':
      return [plain('all of these')];
    case 'or':
      return [plain('one of these')];
    case 'not':
      return [plain('not')];
    case 'macro':
      return [code(part.name ?? ''), plain('macro')];
    case 'nothing':
      return [plain(part.reason ?? 'This cannot be evaluated.')];
    case 'check':
      return checkWords(part, assumed);
  }
}

/** A rule's name and what there is to know of it; what the named rule misses stands above the tree. */
export function ruleWords({ name, named, enabled, missing }: ReplayRuleResult): LabelPart[] {
  const words = [code(name)];
  if (named) words.push(plain('named by the alert'));
  if (!enabled) words.push(note('switched off'));
  if (missing.length > 0 && !named) words.push(note(`not in the alert: ${missing.join(', ')}`));
  return words;
}

function checkWords({ check, reason = '' }: ReplayExplanation, assumed: ReadonlySet<string>): LabelPart[] {
  if (check === undefined) return [plain(reason)];
  const { left, operator, value, wanted } = check;
  const words = [code([left, operator, wantedText(operator, wanted)].join(' ').trimEnd())];
  if (value === undefined) words.push(plain(reason));
  else words.push(plain('is'), { kind: 'value', text: value });
  if ([...assumed].some((field) => reads(left, field))) words.push(note('assumed'));
  if (check.note !== undefined) words.push(note(check.note));
  return words;
}

/** True where the left-hand side is a field, or a transformer round it. */
function reads(left: string, field: string): boolean {
  return left === field || left.includes(`(${field})`) || left.includes(`(${field},`);
}

function wantedText(operator: string, wanted: readonly string[]): string {
  if (wanted.length === 0) return '';
  if (wanted.length === 1 && !/^(?:in|intersects|pmatch)\b|of$/.test(operator)) return wanted[0]!;
  const rest = wanted.length - mostValues;
  const more = rest > 0 ? `, … ${rest} more` : '';
  return `(${wanted.slice(0, mostValues).join(', ')}${more})`;
}

function plain(text: string): LabelPart {
  return { kind: 'plain', text };
}

function code(text: string): LabelPart {
  return { kind: 'code', text };
}

function note(text: string): LabelPart {
  return { kind: 'note', text };
}
