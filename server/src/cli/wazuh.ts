import { basename, dirname, join } from 'node:path';
import { generateWazuh, type WazuhProblem, type WazuhRules } from '../features/generate-wazuh.ts';
import type { GenerateOptions, GenerateProblem, Profile } from '../wazuh/generate/input.ts';
import { generateIntegrationFiles, type IntegrationFiles } from '../wazuh/generate/integration.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { readInputs } from './inputs.ts';
import {
  detectionErrors,
  type FileProblems,
  isRefused,
  type LoadedInputs,
  type LoadOptions,
  loadInputs,
  warnOfUnknownPlugins,
} from './load-inputs.ts';
import { paletteFor } from './report/palette.ts';
import { type Reported, textReport } from './report/text-report.ts';
import type { Terminal } from './terminal.ts';
import { type RulesTarget, readTarget, TargetError, writeNew, writeRules } from './wazuh/target.ts';

/** Options of `falco-workbench wazuh`. */
export interface WazuhOptions extends LoadOptions {
  readonly profile: Profile;
  /** A file, or a folder for a `falco_rules.xml`; without it the rules go to standard output. */
  readonly out?: string;
  /** Ids that may be used, both ends included. */
  readonly ids?: { readonly firstId: number; readonly lastId: number };
  /** Levels for some priorities. */
  readonly levels?: GenerateOptions['levels'];
  /** Also write what joins Falco and Wazuh, beside the rules. */
  readonly integration?: boolean;
}

/**
 * Generates Wazuh rules for the rules of some files; returns the exit status: 1 where the files cannot be
 * loaded, a rule cannot be expressed, or the target cannot be written.
 */
export function wazuh(paths: readonly string[], options: WazuhOptions, terminal: Terminal): number {
  warnOfUnknownPlugins(options, terminal);
  const loaded = loadInputs(readInputs(paths, terminal), options);
  if (isRefused(loaded)) {
    terminal.warn(textReport(loaded, paletteFor(false)));
    return 1;
  }
  try {
    return generate(loaded, options, terminal);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    terminal.warn(`error: ${error.message}\n`);
    return 1;
  }
}

function generate({ snapshot, problems: files }: LoadedInputs, options: WazuhOptions, terminal: Terminal) {
  const target = options.out === undefined ? undefined : readTarget(options.out);
  const rules = rulesFor(snapshot, options, target);
  const integration = integrationFor(options, target);
  const problems = [...rules.problems, ...integration.problems];
  const broken = files.some((file) => detectionErrors(file).length > 0);
  if (problems.length > 0 || broken) terminal.warn(textReport(reported(files, problems), paletteFor(false)));
  if (target === undefined) terminal.write(rules.xml);
  else for (const path of write(target, rules, integration)) terminal.write(`Wrote ${path}\n`);
  return broken || problems.some(({ level }) => level === 'error') ? 1 : 0;
}

function rulesFor(
  snapshot: Snapshot,
  { profile, ids, levels }: WazuhOptions,
  target?: RulesTarget,
): WazuhRules {
  const options = { profile, ...ids, ...(levels !== undefined && { levels }) };
  return generateWazuh(snapshot, { ...target?.known, options });
}

function integrationFor({ integration, profile }: WazuhOptions, target?: RulesTarget): IntegrationFiles {
  if (!integration || target === undefined) return { files: [], problems: [] };
  return generateIntegrationFiles({ profile, rulesFile: basename(target.path) });
}

/** Writes everything; the paths, in the order written. What is not ours is left alone before the rules change. */
function write({ path }: RulesTarget, { xml }: WazuhRules, { files }: IntegrationFiles): readonly string[] {
  const beside = files.map(({ name, text }) => ({ path: join(dirname(path), name), text }));
  for (const file of beside) writeNew(file.path, file.text);
  writeRules(path, xml);
  return [path, ...beside.map((file) => file.path)];
}

/**
 * Each problem in the file of its rule or detection, with what keeps a detection from being generated; the
 * rules' own problems are told by `check`.
 */
function reported(files: readonly FileProblems[], problems: readonly WazuhProblem[]): Reported {
  const placed = files.map((each) => ({
    file: each.file,
    problems: [
      ...detectionErrors(each),
      ...problems.flatMap((problem) =>
        problem.place?.uri === each.file.uri ? [shown(problem, problem.place.span)] : [],
      ),
    ],
  }));
  return { problems: placed, elsewhere: problems.filter(({ place }) => place === undefined) };
}

function shown({ code, level, message }: GenerateProblem, span: { start: number; end: number }) {
  return { code, level, message, span, related: [], fixes: [] };
}
