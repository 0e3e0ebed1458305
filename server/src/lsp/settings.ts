import { URI, Utils } from 'vscode-uri';
import { type ProblemCode, problemKinds } from '../falco/problems/index.ts';
import type { Level } from '../falco/problems/problem.ts';
import { defaultSettings, type Settings, targets } from '../workspace/settings.ts';
import { readConnection } from './sentinel-settings.ts';
import { readWazuhSettings } from './wazuh-settings.ts';

/** The section of the editor's settings that is ours. */
export const settingsSection = 'falcoWorkbench';

/**
 * Settings from what a client sent as the section `falcoWorkbench`. Nothing in it is trusted: what is absent
 * or makes no sense stays as it is by default.
 * @param folders addresses of the folders that are open; relative paths start from there.
 * @param home the folder whose settings they are, where they are those of one alone: paths start from there.
 * @param installedRules address of the folder of an installed Falco's rules, if there is one.
 */
export function readSettings(
  section: unknown,
  folders: readonly string[],
  installedRules?: string,
  home?: string,
): Settings {
  const {
    engineVersion,
    plugins,
    baseRules,
    rulesFiles,
    useInstalledRules,
    problems,
    format,
    wazuh,
    sentinel,
    targets: chosenTargets,
  } = isRecord(section) ? section : {};
  return {
    engineVersion:
      typeof engineVersion === 'string' && engineVersion !== ''
        ? engineVersion
        : defaultSettings.engineVersion,
    plugins: [...new Set([...defaultSettings.plugins, ...texts(plugins)])],
    baseRules: addresses(texts(baseRules), home === undefined ? folders : [home]),
    rulesFiles: addresses(texts(rulesFiles), home === undefined ? folders : [home]),
    folders,
    ...(installedRules !== undefined && useInstalledRules !== false && { installedRules }),
    levels: readLevels(problems),
    lineWidth: readLineWidth(format),
    targets: readTargets(chosenTargets),
    wazuh: readWazuhSettings(wazuh),
    sentinel: readConnection(sentinel),
  };
}

/** The patterns of files that are rules files whatever they hold, in the same section. */
export function readFilePatterns(section: unknown): readonly string[] {
  return isRecord(section) ? texts(section.files) : [];
}

/** The path of an installed Falco in the same section; empty where there is none. */
export function readFalcoPath(section: unknown): string {
  const path = isRecord(section) ? section.falcoPath : undefined;
  return typeof path === 'string' ? path.trim() : '';
}

/** The addresses that paths can stand for: relative ones one for each folder, whether or not it is there. */
function addresses(paths: readonly string[], folders: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (/^[a-z][\w+.-]+:\/\//i.test(path)) return [path];
    const bases = folders.map((folder) => URI.parse(folder));
    if (isAbsolute(path)) return [(bases[0] ?? URI.file('/')).with({ path: URI.file(path).path }).toString()];
    return bases.map((base) => Utils.joinPath(base, path).toString());
  });
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[a-z]:[/\\])/i.test(path);
}

const levels: readonly unknown[] = ['off', 'hint', 'info', 'warning', 'error'] satisfies (Level | 'off')[];

function readLevels(problems: unknown): Settings['levels'] {
  if (!isRecord(problems)) return {};
  const known = Object.entries(problems).filter(
    ([code, level]) => Object.hasOwn(problemKinds, code) && levels.includes(level),
  );
  return Object.fromEntries(known) as Partial<Record<ProblemCode, Level | 'off'>>;
}

/** Those of the targets that are named; all of them where none is asked for. */
function readTargets(chosen: unknown): Settings['targets'] {
  return Array.isArray(chosen)
    ? targets.filter((target) => chosen.includes(target))
    : defaultSettings.targets;
}

/** A width in which something can be written; the usual one for any other value. */
function readLineWidth(format: unknown): number {
  const width = isRecord(format) ? format.lineWidth : undefined;
  return Number.isInteger(width) && Number(width) >= 40 ? Number(width) : defaultSettings.lineWidth;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
