import { kqlAnswers } from '../features/kql/answer.ts';
import type { KqlFinding } from '../features/kql/diagnose.ts';
import type { QueryFile } from '../features/stages/sentinel-queries.ts';
import { projectParser } from '../features/stages/sentinel-queries.ts';
import { isQueryFile } from '../features/tests/test-files.ts';
import { loadKusto } from '../kql/kusto/library.ts';
import { Lines } from '../text/lines.ts';
import { type CheckOptions, fails, reaches } from './check.ts';
import { readInputs } from './inputs.ts';
import { type LoadedInputs, loadInputs, warnOfUnknownPlugins } from './load-inputs.ts';
import { jsonFinding, jsonReport } from './report/json-report.ts';
import { paletteFor } from './report/palette.ts';
import { type ReportedFile, textReport } from './report/text-report.ts';
import type { Terminal } from './terminal.ts';
import { readQueryFiles } from './tests/query-files.ts';

/** Problems of a file with KQL, in the order of their places. */
interface QueryFileProblems {
  readonly file: ReportedFile;
  readonly problems: readonly KqlFinding[];
}

/**
 * Checks files with KQL as Log Analytics reads them, with the parser function of the rules files among the paths,
 * and those files. Returns the exit status: 1 where Falco would refuse a rules file, a query has an error, or a
 * file cannot be read.
 */
export async function checkQueries(
  paths: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<number> {
  warnOfUnknownPlugins(options, terminal);
  const files = readQueryFiles(paths.filter(isQueryFile), terminal);
  if (files === undefined) return 1;
  const rules = paths.filter((path) => !isQueryFile(path));
  const loaded = loadInputs(readInputs(rules, terminal), options);
  const queries = await diagnosed(files, loaded);
  terminal.write(
    options.format === 'json'
      ? `${JSON.stringify({ ...jsonReport(loaded), kusto_results: queriesJson(queries) })}\n`
      : textReport({ problems: [...loaded.problems, ...queries] }, paletteFor(terminal.colours)),
  );
  const { failOn } = options;
  return fails(loaded, failOn) || reaches(queries, failOn ?? 'error') ? 1 : 0;
}

async function diagnosed(
  files: readonly QueryFile[],
  { snapshot }: LoadedInputs,
): Promise<readonly QueryFileProblems[]> {
  const answer = kqlAnswers(await loadKusto());
  const parser = projectParser(snapshot);
  return files.map(({ uri, text }) => {
    const problems = answer('diagnose', { text, parser });
    return { file: reportedFile(uri, text), problems };
  });
}

function reportedFile(path: string, text: string): ReportedFile {
  const lines = new Lines(text);
  return {
    text,
    document: path,
    documentLines: lines,
    inDocument: (span) => span,
    place: (offset) => lines.at(offset),
  };
}

function queriesJson(queries: readonly QueryFileProblems[]) {
  return queries.map(({ file, problems }) => ({
    name: file.document,
    successful: problems.every(({ level }) => level !== 'error'),
    findings: problems.map((problem) => jsonFinding(problem, file)),
  }));
}
