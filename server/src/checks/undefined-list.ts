import type { Literal } from '../falco/condition/tree.ts';
import type { Item } from '../falco/items/item.ts';
import type { ProblemCode } from '../falco/problems/index.ts';
import type { TextEdit } from '../text/edit.ts';
import { factsOf } from '../workspace/item-facts.ts';
import { type ConditionText, conditionOf, spanInFile } from '../workspace/locate.ts';
import { remembered } from '../workspace/remembered.ts';
import type { Check, FileFinding } from './check.ts';
import { comparisonsIn, literalsOf } from './comparisons.ts';
import { conditionFinding } from './condition-finding.ts';
import { nearestNames } from './nearest-name.ts';
import { officialNote } from './official-names.ts';
import { withQuestion } from './question.ts';

/**
 * Words that Falco takes for texts although their author thinks of a list: a list that does not exist or
 * stands in quotes, a macro in place of a list (ENGINE.md, "Items": an undefined list name is a literal).
 */
export const undefinedList: Check = {
  of: 'file',
  *find({ load }, { read }) {
    const { lists, macros } = load.collector;
    const names: Names = { lists: load.compiled.listNames, hasList: lists, hasMacro: macros };
    for (const placed of read.items) {
      for (const literal of namesInItem(placed.item)) {
        const code = mistakenFor(names, literal);
        if (code !== undefined) yield mistake(names, conditionOf(placed)!, literal, code);
      }
    }
  },
};

/** The names that there are. */
interface Names {
  readonly lists: readonly string[];
  readonly hasList: { has(name: string): boolean };
  readonly hasMacro: { has(name: string): boolean };
}

/** The values in an item's condition that may be meant as names of lists. */
const namesInItem = remembered((item: Item): readonly Literal[] => {
  const parsed = factsOf(item).condition?.parsed;
  if (parsed === undefined || parsed.problems.length > 0) return [];
  const literals = comparisonsIn(parsed.tree).flatMap(({ right }) => literalsOf(right));
  return literals.filter(({ text }) => /^[a-z]\w*_\w+$/i.test(text));
});

type Mistake = Extract<ProblemCode, 'undefined-list' | 'quoted-list' | 'macro-as-list'>;

function mistakenFor({ lists, hasList, hasMacro }: Names, { text, quoted }: Literal): Mistake | undefined {
  if (hasList.has(text)) return quoted ? 'quoted-list' : undefined;
  if (quoted) return undefined;
  if (hasMacro.has(text)) return 'macro-as-list';
  return officialNote('list', text) !== undefined || listLike.test(text) || isMisspelt(text, lists)
    ? 'undefined-list'
    : undefined;
}

/** Endings that rule authors give to lists and nothing else has: programs are not called `…_binaries`. */
const listLike =
  /_(?:lists?|binaries|bins|procs|processes|programs|commands|cmds|executables|files|filenames|paths|dirs|directories|images|repositories|repos|registries|ports|ips|domains|hosts|users|groups|namespaces|containers|services|servers|syscalls|tools|patterns|prefixes|extensions)$/;

/** One letter away from a list of some length. */
function isMisspelt(text: string, lists: readonly string[]): boolean {
  if (text.length < 8) return false;
  const answers = misspelt(lists);
  let answer = answers.get(text);
  if (answer === undefined) {
    answer = nearestNames(text, lists, 1).length > 0;
    answers.set(text, answer);
  }
  return answer;
}

/** What was found before of words, as long as the lists have the same names. */
const misspelt = remembered((_lists: readonly string[]) => new Map<string, boolean>());

function mistake(
  { lists }: Names,
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
  const note = officialNote('list', text);
  if (note !== undefined) {
    const found = conditionFinding(condition, span, code, [text]);
    return { ...found, finding: { ...found.finding, message: `${found.finding.message} ${note}` } };
  }
  const names = nearestNames(text, lists);
  const fixes = names.map((name) => ({ title: `Replace with \`${name}\``, edits: edits(name) }));
  return withQuestion(conditionFinding(condition, span, code, [text], fixes), names);
}
