import type { Problem } from '../../checks/collect.ts';
import type { Level } from '../../falco/problems/problem.ts';
import type { RulesFile } from '../../workspace/rules-file.ts';
import { printable } from './display-text.ts';
import { excerpt } from './excerpt.ts';
import type { Palette } from './palette.ts';

/** A problem as it is said, wherever it is; Kusto has codes of its own. */
export type Said = Pick<Problem, 'level' | 'message'> & { readonly code: string };

/** A problem at a place of a file. */
export type ReportedProblem = Said & Pick<Problem, 'span'> & Partial<Pick<Problem, 'engine'>>;

/** A file, of Falco, of Wazuh or with KQL, at whose lines problems are shown. */
export type ReportedFile = Pick<RulesFile, 'text' | 'document' | 'documentLines' | 'inDocument' | 'place'>;

/** The problems of one file, in the order of their places. */
export interface ReportedProblems {
  readonly file: ReportedFile;
  readonly problems: readonly ReportedProblem[];
}

/** Problems to report: those of files at their places, and those that are in none of them. */
export interface Reported {
  readonly problems: readonly ReportedProblems[];
  readonly elsewhere?: readonly Said[];
}

/**
 * The problems of a load for people: for each one `file:line:column: level: message [code]`, its line and
 * carets under the exact characters; then a summary. Lines and columns count from 1, columns in UTF-16 units
 * as editors do.
 */
export function textReport({ problems, elsewhere = [] }: Reported, palette: Palette): string {
  const blocks = problems.flatMap((each) =>
    each.problems.map((problem) => problemBlock(each.file, problem, palette)),
  );
  const others = elsewhere.map((problem) => `${sentence(problem, palette)}\n`);
  const summary = summaryLines(problems, elsewhere).map(palette.bold);
  return `${[...blocks, ...others, ...summary].join('\n')}\n`;
}

function sentence({ level, message, code }: Said, palette: Palette): string {
  return `${palette.level(level, `${level}:`)} ${printable(message)} ${palette.faint(`[${code}]`)}`;
}

function problemBlock(file: ReportedFile, problem: ReportedProblem, palette: Palette): string {
  const { level, span } = problem;
  const head = `${placeOf(file, span.start)}: ${sentence(problem, palette)}`;
  if (file.text === '') return `${head}\n`;
  const where = file.inDocument(span);
  const { line, column } = file.documentLines.at(where.start);
  const shown = excerpt(file.documentLines.lineText(line), column, column + where.end - where.start);
  return `${head}\n  ${shown.line}\n  ${palette.level(level, shown.carets)}\n`;
}

function placeOf(file: ReportedFile, offset: number): string {
  const { line, column } = file.place(offset);
  return `${printable(file.document)}:${line + 1}:${column + 1}`;
}

function summaryLines(files: readonly ReportedProblems[], elsewhere: readonly Said[]): string[] {
  const problems = [...files.flatMap((each) => each.problems), ...elsewhere];
  const counts = countsByLevel(problems);
  const summary = `${counts === '' ? 'No problems' : counts} in ${plural(new Set(files.map(({ file }) => file.document)).size, 'file')}.`;
  const errors = problems.filter(({ level }) => level === 'error');
  const first = files.find((each) => each.problems.some(isFirst));
  if (first === undefined || errors.length === 1) return [summary];
  const { span } = first.problems.find(isFirst)!;
  return [summary, `Falco itself would stop at the error in ${placeOf(first.file, span.start)}.`];
}

function isFirst({ engine }: ReportedProblem): boolean {
  return engine?.first === true;
}

const nouns: Readonly<Record<Level, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'remark',
  hint: 'hint',
};

function countsByLevel(problems: readonly Said[]): string {
  return (Object.keys(nouns) as Level[])
    .map((level) => [level, problems.filter((problem) => problem.level === level).length] as const)
    .filter(([, count]) => count > 0)
    .map(([level, count]) => plural(count, nouns[level]))
    .join(', ');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
