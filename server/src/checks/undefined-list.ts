import type { Check as Comparison, Literal } from '../falco/condition/tree.ts';
import type { ProblemCode } from '../falco/problems/index.ts';
import type { TextEdit } from '../text/edit.ts';
import { type ConditionText, spanInFile } from '../workspace/locate.ts';
import type { Check, CheckContext, FileFinding } from './check.ts';
import { comparisonsIn, literalsOf } from './comparisons.ts';
import { conditionFinding } from './condition-finding.ts';
import { nearestNames } from './nearest-name.ts';
import { withQuestion } from './question.ts';

/**
 * Words that Falco takes for texts although their author thinks of a list: a list that does not exist or
 * stands in quotes, a macro in place of a list (ENGINE.md, "Items": an undefined list name is a literal).
 */
export const undefinedList: Check = function* (context) {
  for (const condition of context.conditions) {
    for (const comparison of comparisonsIn(condition.parsed.tree))
      yield* comparisonFindings(context, condition, comparison);
  }
};

function* comparisonFindings(
  context: CheckContext,
  condition: ConditionText,
  { right }: Comparison,
): Iterable<FileFinding> {
  for (const literal of literalsOf(right)) {
    const code = mistakenFor(context, literal);
    if (code === undefined) continue;
    yield mistake(context, condition, literal, code);
  }
}

type Mistake = Extract<ProblemCode, 'undefined-list' | 'quoted-list' | 'macro-as-list'>;

function mistakenFor({ snapshot }: CheckContext, { text, quoted }: Literal): Mistake | undefined {
  const { lists, macros } = snapshot.load.collector;
  if (!/^[a-z]\w*_\w+$/i.test(text)) return undefined;
  if (lists.has(text)) return quoted ? 'quoted-list' : undefined;
  if (quoted) return undefined;
  if (macros.has(text)) return 'macro-as-list';
  return listLike.test(text) || isMisspelt(text, lists.keys()) ? 'undefined-list' : undefined;
}

/** Endings that rule authors give to lists and nothing else has: programs are not called `…_binaries`. */
const listLike =
  /_(?:lists?|binaries|bins|procs|processes|programs|commands|cmds|executables|files|filenames|paths|dirs|directories|images|repositories|repos|registries|ports|ips|domains|hosts|users|groups|namespaces|containers|services|servers|syscalls|tools|patterns|prefixes|extensions)$/;

/** One letter away from a list of some length. */
function isMisspelt(text: string, lists: Iterable<string>): boolean {
  return text.length >= 8 && nearestNames(text, lists, 1).length > 0;
}

function mistake(
  { snapshot }: CheckContext,
  condition: ConditionText,
  { text, span }: Literal,
  code: Mistake,
): FileFinding {
  const edits = (newText: string): TextEdit[] => [{ span: spanInFile(condition, span), newText }];
  if (code === 'quoted-list') {
    const fix = { title: `Use the list \`${text}\``, edits: edits(text) };
    return conditionFinding(condition, span, code, [text], [fix]);
  }
  if (code === 'macro-as-list') return conditionFinding(condition, span, code, [text]);
  const names = nearestNames(text, snapshot.load.collector.lists.keys());
  const fixes = names.map((name) => ({ title: `Replace with \`${name}\``, edits: edits(name) }));
  return withQuestion(conditionFinding(condition, span, code, [text], fixes), names);
}
