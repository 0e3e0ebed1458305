import type { Check as Comparison } from '../falco/condition/tree.ts';
import { type ConditionText, spanInFile } from '../workspace/locate.ts';
import type { Check, FileFinding, Fix } from './check.ts';
import { comparisonsIn, literalsOf } from './comparisons.ts';
import { conditionFinding } from './condition-finding.ts';

/** Values with a `*` compared by `=`, `!=` or `in`, which know no patterns. */
export const globInEquality: Check = {
  of: 'condition',
  *find(condition) {
    for (const comparison of comparisonsIn(condition.parsed.tree)) yield* patternsIn(condition, comparison);
  },
};

function* patternsIn(condition: ConditionText, comparison: Comparison): Iterable<FileFinding> {
  const { left, operator, right } = comparison;
  if (!['=', '==', '!=', 'in'].includes(operator.name) || operator.quantifier !== undefined) return;
  if (left.kind !== 'field' || !comparesNames.test(left.name)) return;
  for (const literal of literalsOf(right)) {
    if (!isPattern(literal.text)) continue;
    const args = [literal.text, operator.name] as const;
    yield conditionFinding(
      condition,
      literal.span,
      'glob-in-equality',
      [...args],
      withGlob(condition, comparison),
    );
  }
}

/** Fields that hold names and paths; in command lines and in rights of Kubernetes a `*` stands for itself. */
const comparesNames =
  /^(?:fd\.(?:name|filename|directory)|fs\.path|proc\.(?:p|a|s|v)?(?:name|exe|exepath|cwd)$|container\.(?:name|image)|k8s\.|user\.name|group\.name|evt\.arg\.(?:path|name|filename))/;

function isPattern(text: string): boolean {
  return text.length > 1 && text.includes('*') && !/\s/.test(text);
}

/** `=` becomes `glob`, where nothing else in the value would get a meaning by that. */
function withGlob(condition: ConditionText, { operator, right }: Comparison): Fix[] {
  if (right?.kind !== 'literal' || operator.name === '!=' || /[[\]?\\]/.test(right.text)) return [];
  const { text } = condition.decoded;
  const blank = (offset: number) => (/\s/.test(text[offset] ?? '') ? '' : ' ');
  const newText = `${blank(operator.span.start - 1)}glob${blank(operator.span.end)}`;
  return [{ title: 'Compare with `glob`', edits: [{ span: spanInFile(condition, operator.span), newText }] }];
}
