import { collectProblems, type Problem } from '../checks/collect.ts';
import type { InstalledFalco } from '../falco/installed/import-falco.ts';
import type { EngineVersion } from '../falco/items/item.ts';
import { ConditionCache } from '../falco/load/condition-cache.ts';
import { type Load, loadFiles } from '../falco/load/load.ts';
import { neededPlugins } from '../falco/load/needed-plugins.ts';
import type { Finding } from '../falco/problems/index.ts';
import { createFieldTables, knownPlugins } from '../falco/tables/fields.ts';
import { dependsOnTemplate } from '../workspace/embedded/depends-on-template.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { SentinelConnection } from '../workspace/sentinel-connection.ts';
import { defaultSettings, engineOf } from '../workspace/settings.ts';
import type { WazuhFile } from '../workspace/wazuh-file.ts';
import { Snapshot } from '../workspace/workspace.ts';
import type { Terminal } from './terminal.ts';

/** What Falco is like that files are loaded for; the names are those of the options. */
export interface LoadOptions {
  /** Its engine version; the newest known where it is absent. */
  readonly engine?: EngineVersion;
  /** The plugins it loads; where they are absent, `container` and those that the files cannot do without. */
  readonly plugin?: readonly string[];
  /** An installed Falco: its version, fields, events and plugins count where nothing else is asked for. */
  readonly installed?: InstalledFalco;
  /** How alerts reach Sentinel; as usual where it is absent. */
  readonly sentinel?: SentinelConnection;
}

/** Files loaded together, as the engine does it and as people want to know it. */
export interface LoadedInputs {
  readonly snapshot: Snapshot;
  /** The engine's own load: nothing of a file is taken in after its first error. */
  readonly engine: Load;
  /** Every problem of each file, those after the engine's first error included. */
  readonly problems: readonly FileProblems[];
}

/** The problems of one file, in the order of their places. */
export interface FileProblems {
  readonly file: RulesFile;
  readonly problems: readonly Problem[];
}

/**
 * Loads files in the order given, whatever their names and contents.
 * @param wazuh files of Wazuh that lie beside them
 */
export function loadInputs(
  files: readonly RulesFile[],
  { engine, plugin, installed, sentinel }: LoadOptions,
  wazuh: readonly WazuhFile[] = [],
): LoadedInputs {
  const usual = installed?.tables?.plugins ?? defaultSettings.plugins;
  const plugins = plugin ?? [...usual, ...neededPlugins(files.map(({ read }) => read))];
  const settings = {
    ...defaultSettings,
    plugins,
    engineVersion: engine?.text ?? installed?.version.engine ?? defaultSettings.engineVersion,
    ...(installed && { installed }),
    ...(sentinel && { sentinel }),
  };
  const rules = files.filter((file) => file.isRulesFile);
  const byName = new Map(files.map((file) => [file.uri, file]));
  const wazuhFiles = new Map(wazuh.map((file) => [file.uri, file]));
  const tables = createFieldTables(plugins, installed?.tables);
  const snapshot = new Snapshot(byName, settings, tables, new ConditionCache(), rules, wazuhFiles);
  const load = engineLoad(snapshot);
  const problems = [...byName.values()].map((file) => ({ file, problems: problemsOf(file, snapshot, load) }));
  return { snapshot, engine: load, problems };
}

/**
 * Whether Falco would refuse one of the files. Of one with template actions only what does not depend on these
 * is known: there our own errors count.
 */
export function isRefused({ engine, problems, snapshot }: LoadedInputs): boolean {
  const hasActions = (name: string) => (snapshot.files.get(name)?.origin?.embedded.actions.length ?? 0) > 0;
  if (engine.files.some(({ successful, file }) => !successful && !hasActions(file))) return true;
  const templates = problems.filter(({ file }) => hasActions(file.uri));
  return templates.some((each) => each.problems.some(({ level }) => level === 'error'));
}

/** The errors of a file of detections; none for rules files, whose errors the engine has. */
export function detectionErrors({ file, problems }: FileProblems): readonly Problem[] {
  return file.isDetectionsFile ? problems.filter(({ level }) => level === 'error') : [];
}

/** A warning for each plugin asked for whose fields are not known here. */
export function warnOfUnknownPlugins({ plugin = [] }: LoadOptions, terminal: Terminal): void {
  for (const name of plugin.filter((each) => !knownPlugins.has(each))) {
    const known = [...knownPlugins.keys()].sort().join(', ');
    terminal.warn(`warning: The fields of the plugin "${name}" are not known here. Known are ${known}.\n`);
  }
}

function engineLoad({ load, loadOrder, settings, tables }: Snapshot): Load {
  // The load for people finds each problem once; of one file without errors it finds what the engine finds.
  if (load.files.length === 1 && load.files.every(({ successful }) => successful)) return load;
  const files = loadOrder.map(({ read }) => read);
  return loadFiles(files, { engine: engineOf(settings), tables, stopAtErrors: true });
}

/** All problems of a file, with the engine's errors in items that a later file defines anew. */
function problemsOf(file: RulesFile, snapshot: Snapshot, engine: Load): Problem[] {
  const problems = collectProblems(snapshot, file);
  const known = new Set(problems.map(({ code, span }) => `${code} ${span.start}`));
  const overtaken = engine.files
    .flatMap((result) => result.problems)
    .filter((problem) => problem.file === file.uri && problem.seenByEngine)
    .map(({ finding }) => finding)
    .filter(({ engine: message }) => message?.severity === 'error')
    .filter(({ code, span }) => !known.has(`${code} ${span.start}`) && !dependsOnTemplate(file, code, span));
  return [...problems, ...overtaken.map(asProblem)].sort((a, b) => a.span.start - b.span.start);
}

function asProblem({ code, level, message, span, engine }: Finding): Problem {
  const view = engine && { code: engine.code, message: engine.message, first: true };
  return { code, level, message, span, ...(view && { engine: view }), related: [], fixes: [] };
}
