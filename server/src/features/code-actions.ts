import { collectProblems, type Problem } from '../checks/collect.ts';
import { officialFile } from '../checks/official-names.ts';
import type { Span } from '../text/span.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { fixAll } from './fix-all.ts';
import { extractList } from './refactor/extract-list.ts';
import { extractMacro } from './refactor/extract-macro.ts';
import { inlineList, inlineListEverywhere } from './refactor/inline-list.ts';
import { inlineMacro, inlineMacroEverywhere } from './refactor/inline-macro.ts';
import type { FileEdits, Refactoring } from './refactor/refactoring.ts';
import { sortItems } from './refactor/sort-items.ts';

/** Kinds of code actions, in the protocol's words. */
export const codeActionKinds = [
  'quickfix',
  'refactor.extract',
  'refactor.inline',
  'source.fixAll.falco',
  'source.sortItems.falco',
] as const;
/** One of these kinds. */
export type CodeActionKind = (typeof codeActionKinds)[number];

/** A change that the editor offers at a place. */
export interface CodeAction {
  readonly title: string;
  readonly kind: CodeActionKind;
  readonly edits: FileEdits;
  /** The problem that it removes. */
  readonly problem?: Problem;
  /** True for the only fix of its problem: it can be applied without a choice. */
  readonly preferred?: boolean;
  /** The one of Falco's own rules files that is to be loaded: no edit can do that, the user says where it is. */
  readonly baseRules?: string;
  /** Where a name stands afterwards that was made up. */
  readonly rename?: Extract<Refactoring, { ok: true }>['rename'];
}

/**
 * What can be changed at a span of a file: fixes of the problems that it touches, and refactorings.
 * @param only the kinds that are asked for, or what they begin with; changes of the whole file have to be.
 */
export function codeActions(
  snapshot: Snapshot,
  file: RulesFile,
  span: Span,
  only?: readonly string[],
): CodeAction[] {
  const wanted = (kind: CodeActionKind) => isWanted(kind, only);
  return [
    ...(wanted('quickfix') ? rulesFixes(snapshot, file, span) : []),
    ...(file.isRulesFile ? refactorings(snapshot, file, span, wanted) : []),
    ...(wanted('source.fixAll.falco') ? allFixes(snapshot, file) : []),
    ...(wanted('source.sortItems.falco') && file.isRulesFile
      ? action('source.sortItems.falco', sortItems(snapshot, file))
      : []),
  ];
}

/** Whether a kind is asked for: itself or what it begins with, and changes of the whole file only by name. */
export function isWanted(kind: CodeActionKind, only: readonly string[] | undefined): boolean {
  if (only === undefined) return !kind.startsWith('source');
  return only.some((each) => kind === each || kind.startsWith(`${each}.`) || each === '');
}

/** The fixes of those of a file's problems that touch a span. */
export function quickFixes(problems: readonly Problem[], uri: string, span: Span): CodeAction[] {
  return touching(problems, span).flatMap((problem) => fixesOf(problem, uri));
}

function rulesFixes(snapshot: Snapshot, file: RulesFile, span: Span): CodeAction[] {
  return touching(collectProblems(snapshot, file), span).flatMap((problem) => [
    ...fixesOf(problem, file.uri),
    ...baseRulesOffer(file, problem),
  ]);
}

function touching(problems: readonly Problem[], { start, end }: Span): readonly Problem[] {
  return problems.filter(({ span }) => span.start <= end && start <= span.end);
}

function fixesOf(problem: Problem, uri: string): CodeAction[] {
  return problem.fixes.map(({ title, edits }) => ({
    title,
    kind: 'quickfix',
    edits: new Map([[uri, edits]]),
    problem,
    preferred: problem.fixes.length === 1,
  }));
}

/** What Falco's own rules define is there once they are loaded. */
function baseRulesOffer({ text }: RulesFile, problem: Problem): CodeAction[] {
  const { code, span } = problem;
  if (code !== 'undefined-macro' && code !== 'undefined-list') return [];
  const kind = code === 'undefined-macro' ? 'macro' : 'list';
  const baseRules = officialFile(kind, text.slice(span.start, span.end));
  if (baseRules === undefined) return [];
  const title = `Add \`${baseRules}\` as base rules…`;
  return [{ title, kind: 'quickfix', edits: new Map(), problem, baseRules }];
}

function refactorings(
  snapshot: Snapshot,
  file: RulesFile,
  span: Span,
  wanted: (kind: CodeActionKind) => boolean,
): CodeAction[] {
  const found: CodeAction[] = [];
  if (wanted('refactor.extract')) {
    if (span.start < span.end) found.push(...action('refactor.extract', extractMacro(snapshot, file, span)));
    found.push(...action('refactor.extract', extractList(snapshot, file, span)));
  }
  if (!wanted('refactor.inline')) return found;
  const inlinings = [inlineMacro, inlineMacroEverywhere, inlineList, inlineListEverywhere];
  return [
    ...found,
    ...inlinings.flatMap((inline) => action('refactor.inline', inline(snapshot, file, span.start))),
  ];
}

function action(kind: CodeActionKind, refactoring: Refactoring): CodeAction[] {
  if (!refactoring.ok) return [];
  const { title, edits, rename } = refactoring;
  return [{ title, kind, edits, ...(rename === undefined ? {} : { rename }) }];
}

function allFixes(snapshot: Snapshot, file: RulesFile): CodeAction[] {
  const edits = fixAll(snapshot, file);
  if (edits.length === 0) return [];
  const title = 'Fix all problems that need no choice';
  return [{ title, kind: 'source.fixAll.falco', edits: new Map([[file.uri, edits]]) }];
}
