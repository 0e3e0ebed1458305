import { basename, dirname, join } from 'node:path';
import { generateWazuh, type WazuhRules } from '../features/generate-wazuh.ts';
import type { GenerateOptions, Profile } from '../wazuh/generate/input.ts';
import { generateIntegrationFiles, type IntegrationFiles } from '../wazuh/generate/integration.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { readInputs } from './inputs.ts';
import { type LoadedInputs, type LoadOptions, loadInputs, warnOfUnknownPlugins } from './load-inputs.ts';
import { tellGeneration } from './report/generation.ts';
import { tellRefusal } from './report/refusal.ts';
import { TargetError, writeText } from './target-file.ts';
import type { Terminal } from './terminal.ts';
import { type RulesTarget, readTarget, writeNew } from './wazuh/target.ts';

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
  if (tellRefusal(loaded, terminal)) return 1;
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
  const failed = tellGeneration(files, [...rules.problems, ...integration.problems], terminal);
  if (target === undefined) terminal.write(rules.xml);
  else for (const path of write(target, rules, integration)) terminal.write(`Wrote ${path}\n`);
  return failed ? 1 : 0;
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
  writeText(path, xml);
  return [path, ...beside.map((file) => file.path)];
}
