import { hasPassed, type TestResult } from '../../features/tests/run-tests.ts';
import type { Snapshot } from '../../workspace/workspace.ts';

/** What became of tests as JUnit's XML: a suite for each file, as CI systems read it. */
export function junitReport(results: readonly TestResult[], snapshot: Snapshot): string {
  const files = [...new Set(results.map(({ test }) => test.placed.file))];
  const suites = files.map((file) =>
    suite(
      file,
      results.filter(({ test }) => test.placed.file === file),
      snapshot,
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${counts(results)}>\n${suites.join('')}</testsuites>\n`;
}

function suite(file: string, results: readonly TestResult[], snapshot: Snapshot): string {
  const cases = results.map((each) => testCase(each, snapshot)).join('');
  return `  <testsuite name="${escapeXml(file)}"${counts(results)}>\n${cases}  </testsuite>\n`;
}

/** A test that could not be run is an error, one whose expectations were not met a failure. */
function counts(results: readonly TestResult[]): string {
  const errors = results.filter(({ error }) => error !== undefined).length;
  const failures = results.filter((each) => !hasPassed(each)).length - errors;
  return ` tests="${results.length}" failures="${failures}" errors="${errors}" skipped="0"`;
}

function testCase(result: TestResult, snapshot: Snapshot): string {
  const { test, error, failures } = result;
  const { file } = test.placed;
  const lineOf = (offset: number) => (snapshot.files.get(file)?.place(offset).line ?? 0) + 1;
  const attributes = `name="${escapeXml(test.name.value)}" classname="${escapeXml(file)}" file="${escapeXml(file)}" line="${lineOf(test.name.span.start)}"`;
  if (hasPassed(result)) return `    <testcase ${attributes}/>\n`;
  const parts =
    error !== undefined
      ? [`      <error message="${escapeXml(error)}" type="alert">${escapeXml(error)}</error>\n`]
      : failures.map(({ expectation, message, expected, actual, reasons }) => {
          const lines = [
            `${file}:${lineOf(expectation.span.start)}`,
            `expected: ${expected}`,
            `actual: ${actual}`,
            ...reasons,
          ];
          return `      <failure message="${escapeXml(message)}" type="${expectation.of}">${escapeXml(lines.join('\n'))}</failure>\n`;
        });
  return `    <testcase ${attributes}>\n${parts.join('')}    </testcase>\n`;
}

/** Text as XML 1.0 holds it, in an element or a quoted attribute; what it cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '�')
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '�')
    .replace(/[&<>"'\t\n\r]/g, (character) => entities[character]!);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
