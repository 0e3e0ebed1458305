import type { Problem } from '../../checks/collect.ts';
import type { Level } from '../../falco/problems/problem.ts';
import type { RulesFile } from '../../workspace/rules-file.ts';
import type { LoadedInputs } from '../load-inputs.ts';
import { printable } from './display-text.ts';
import { excerpt } from './excerpt.ts';
import type { Palette } from './palette.ts';

/**
 * The problems of a load for people: for each one `file:line:column: level: message [code]`, its line and
 * carets under the exact characters; then a summary. Lines and columns count from 1, columns in UTF-16 units
 * as editors do.
 */
export function textReport({ problems }: LoadedInputs, palette: Palette): string {
  const blocks = problems.flatMap((each) =>
    each.problems.map((problem) => problemBlock(each.file, problem, palette)),
  );
  return `${[...blocks, ...summaryLines(problems).map(palette.bold)].join('\n')}\n`;
}

function problemBlock(file: RulesFile, { level, message, code, span }: Problem, palette: Palette): string {
  const label = palette.level(level, `${level}:`);
  const head = `${placeOf(file, span.start)}: ${label} ${printable(message)} ${palette.faint(`[${code}]`)}`;
  if (file.text === '') return `${head}\n`;
  const { line, column } = file.lines.at(span.start);
  const shown = excerpt(file.lines.lineText(line), column, column + span.end - span.start);
  return `${head}\n  ${shown.line}\n  ${palette.level(level, shown.carets)}\n`;
}

function placeOf(file: RulesFile, offset: number): string {
  const { line, column } = file.lines.at(offset);
  return `${printable(file.uri)}:${line + 1}:${column + 1}`;
}

function summaryLines(files: LoadedInputs['problems']): string[] {
  const problems = files.flatMap((each) => each.problems);
  const counts = countsByLevel(problems);
  const summary = `${counts === '' ? 'No problems' : counts} in ${plural(files.length, 'file')}.`;
  const errors = problems.filter(({ level }) => level === 'error');
  const first = files.find((each) => each.problems.some(isFirst));
  if (first === undefined || errors.length === 1) return [summary];
  const { span } = first.problems.find(isFirst)!;
  return [summary, `Falco itself would stop at the error in ${placeOf(first.file, span.start)}.`];
}

function isFirst({ engine }: Problem): boolean {
  return engine?.first === true;
}

const nouns: Readonly<Record<Level, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'remark',
  hint: 'hint',
};

function countsByLevel(problems: readonly Problem[]): string {
  return (Object.keys(nouns) as Level[])
    .map((level) => [level, problems.filter((problem) => problem.level === level).length] as const)
    .filter(([, count]) => count > 0)
    .map(([level, count]) => plural(count, nouns[level]))
    .join(', ');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
