import { writeFileSync } from 'node:fs';
import type { Engines } from '../../features/tests/engines.ts';
import { recordTest } from '../../features/tests/record.ts';
import { hasPassed, type TestResult } from '../../features/tests/run-tests.ts';
import { reasonOf } from '../../file-reason.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import { printable } from '../report/display-text.ts';
import type { Terminal } from '../terminal.ts';

/**
 * Puts what comes out in the place of what was expected, in tests that fail or expect nothing, and tells what
 * was there and what is there now. Returns the exit status: 1 where a test has no alert or a file cannot be
 * written.
 */
export async function updateTests(
  results: readonly TestResult[],
  engines: Engines,
  terminal: Terminal,
): Promise<number> {
  const changed = results.filter((each) => !hasPassed(each) || each.test.expectations.length === 0);
  if (changed.length === 0) terminal.write('Nothing to update: every test passes.\n');
  const files = [...new Set(changed.map(({ test }) => test.placed.file))];
  let status = 0;
  for (const file of files) {
    const own = changed.filter(({ test }) => test.placed.file === file);
    if (!(await updateFile(file, own, engines, terminal))) status = 1;
  }
  return status;
}

async function updateFile(
  path: string,
  results: readonly TestResult[],
  engines: Engines,
  terminal: Terminal,
): Promise<boolean> {
  const { text } = engines.snapshot.files.get(path)!;
  const edits: TextEdit[] = [];
  for (const { test, error } of results) {
    const edit = await recordTest(test, engines);
    const name = `${printable(path)}: ${printable(test.name.value)}`;
    if (edit === undefined) terminal.warn(`error: ${name}: ${error ?? 'The test has no alert.'}\n`);
    else {
      edits.push(edit);
      terminal.write(
        `Updated ${name}\n${changeText(text.slice(edit.span.start, edit.span.end), edit.newText)}`,
      );
    }
  }
  try {
    if (edits.length > 0) writeFileSync(path, applyEdits(text, edits));
  } catch (error) {
    terminal.warn(`error: ${printable(path)}: ${reasonOf(error as NodeJS.ErrnoException)}\n`);
    return false;
  }
  return edits.length === results.length;
}

/** The lines that went and those that came. */
function changeText(before: string, after: string): string {
  const lines = (text: string) => text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const [gone, come] = [lines(before), lines(after)];
  return [
    ...gone.filter((line) => !come.some((other) => other.trim() === line.trim())).map((line) => ['-', line]),
    ...come.filter((line) => !gone.some((other) => other.trim() === line.trim())).map((line) => ['+', line]),
  ]
    .map(([sign, line]) => `  ${sign} ${printable(line!.trim())}\n`)
    .join('');
}
