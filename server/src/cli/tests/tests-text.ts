import type { RuleCoverage } from '../../features/tests/coverage.ts';
import type { Failure } from '../../features/tests/failure.ts';
import { hasPassed, type TestResult } from '../../features/tests/run-tests.ts';
import type { RulesFile } from '../../workspace/rules-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { printable } from '../report/display-text.ts';
import { excerpt } from '../report/excerpt.ts';
import type { Palette } from '../report/palette.ts';

/**
 * What became of tests, for people: the tests by their files, and under one that failed what was expected, the
 * line of it with carets, what came and why; then a summary.
 */
export function testsText(results: readonly TestResult[], snapshot: Snapshot, palette: Palette): string {
  const files = [...new Set(results.map(({ test }) => test.placed.file))];
  const blocks = files.map((file) => {
    const own = results.filter(({ test }) => test.placed.file === file);
    return `${palette.bold(printable(file))}\n${own.map((each) => resultText(each, snapshot, palette)).join('')}`;
  });
  const failed = results.filter((each) => !hasPassed(each)).length;
  const counts = [`${results.length - failed} passed`, ...(failed > 0 ? [`${failed} failed`] : [])];
  const tests = `${results.length} test${results.length === 1 ? '' : 's'}`;
  return `${blocks.join('\n')}\n${palette.bold(`${tests}: ${counts.join(', ')}.`)}\n`;
}

function resultText(result: TestResult, snapshot: Snapshot, palette: Palette): string {
  const { test, error, failures } = result;
  const name = printable(test.name.value);
  if (hasPassed(result)) return `  ${palette.good('✓')} ${name}\n`;
  const head = `  ${palette.level('error', '✗')} ${palette.bold(name)}\n`;
  const file = snapshot.files.get(test.placed.file)!;
  if (error !== undefined) {
    const span = test.alert?.span ?? test.name.span;
    return `${head}${shownAt(file, span, `error: ${error}`, palette)}\n`;
  }
  return `${head}${failures.map((each) => failureText(each, file, palette)).join('')}\n`;
}

function failureText({ expectation, message, reasons }: Failure, file: RulesFile, palette: Palette): string {
  const lines = reasons.map((reason) => `      ${palette.faint(printable(reason))}\n`);
  return shownAt(file, expectation.span, message, palette) + lines.join('');
}

/** A message at its place, with the line and carets under it. */
function shownAt(
  file: RulesFile,
  { start, end }: { start: number; end: number },
  message: string,
  palette: Palette,
): string {
  const { line, column } = file.place(start);
  const { line: text, carets } = excerpt(file.lines.lineText(line), column, column + end - start, 100);
  const place = `${printable(file.uri)}:${line + 1}:${column + 1}:`;
  return `    ${place} ${printable(message)}\n      ${text}\n      ${palette.level('error', carets)}\n`;
}

/** Which checks the alerts of the tests ever turned, rule by rule; then all together. */
export function coverageText(rules: readonly RuleCoverage[], palette: Palette): string {
  const lines = rules.map((rule) => {
    const { fired, silent, unknown } = rule;
    const never = [
      ...neverLines(rule, 'true', ({ wasTrue }) => !wasTrue),
      ...neverLines(rule, 'false', ({ wasFalse }) => !wasFalse),
    ];
    const counts = `fires ${fired}, silent ${silent}, unknown ${unknown}`;
    const mark = fired > 0 ? palette.good('✓') : palette.level('warning', '·');
    return `  ${mark} ${printable(rule.rule)} ${palette.faint(`(${counts})`)}\n${never.join('')}`;
  });
  const checks = rules.flatMap((rule) => rule.checks);
  const both = checks.filter(({ wasTrue, wasFalse }) => wasTrue && wasFalse).length;
  const fired = rules.filter((rule) => rule.fired > 0).length;
  const summary = `${fired} of ${rules.length} rules fire in a test; ${both} of ${checks.length} checks are seen both true and false.`;
  return `${palette.bold('Coverage')}\n${lines.join('')}\n${palette.bold(summary)}\n`;
}

function neverLines(
  { fired, checks }: RuleCoverage,
  word: string,
  isNever: (check: RuleCoverage['checks'][number]) => boolean,
): readonly string[] {
  // Of a rule that no alert makes fire, all would be named.
  const found = fired === 0 ? [] : checks.filter(isNever);
  return found.map(({ check }) => `      never ${word}: ${printable(check)}\n`);
}
