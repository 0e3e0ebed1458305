import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileFinding } from '../../server/src/checks/check.ts';
import { loadFinding } from '../../server/src/checks/load-finding.ts';
import { runChecks } from '../../server/src/checks/run-checks.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import { type Snapshot, Workspace } from '../../server/src/workspace/workspace.ts';

/** The folder of the pages, one a problem code. */
export const pagesFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../../docs/problems');

/** One example of a page. */
export interface Example {
  readonly fires: boolean;
  /** The engine that it is for, where that is not the newest. */
  readonly engine?: string;
  /** Plugins loaded beside the usual ones. */
  readonly plugins: readonly string[];
  readonly yaml: string;
}

/** The codes that have a page. */
export function pageCodes(): string[] {
  if (!existsSync(pagesFolder)) return [];
  return readdirSync(pagesFolder)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => name.slice(0, -'.md'.length));
}

export function pageText(code: string): string {
  return readFileSync(join(pagesFolder, `${code}.md`), 'utf8');
}

/**
 * The examples of a page: fenced YAML after a comment `fires` or `silent`, with `engine 0.50.0` or
 * `plugin k8saudit` after a comma where the example needs them.
 */
export function examplesOf(page: string): Example[] {
  const marked = /<!-- (fires|silent)([^>]*) -->\n```yaml\n([\s\S]*?)```/g;
  return [...page.matchAll(marked)].map(([, word, settings = '', yaml = '']) => {
    const engine = /engine ([\d.]+)/.exec(settings)?.[1];
    const plugins = [...settings.matchAll(/plugin (\w+)/g)].map(([, name]) => name!);
    return { fires: word === 'fires', ...(engine === undefined ? {} : { engine }), plugins, yaml };
  });
}

/** The files of an example: one, or several after lines `#- path`. */
export function filesOf(yaml: string): [path: string, text: string][] {
  const [before = '', ...rest] = yaml.split(/^#- (\S+)\n/m);
  if (rest.length === 0) return [['rules.yaml', before]];
  return rest.flatMap((each, i): [string, string][] => (i % 2 === 0 ? [[each, rest[i + 1]!]] : []));
}

/** The state of a workspace that holds the files of an example, in their order. */
export function snapshotOf({ yaml, engine, plugins }: Omit<Example, 'fires'>): Snapshot {
  const workspace = new Workspace();
  workspace.setSettings({
    ...defaultSettings,
    engineVersion: engine ?? defaultSettings.engineVersion,
    plugins: [...defaultSettings.plugins, ...plugins],
  });
  for (const [path, text] of filesOf(yaml)) workspace.setFile(`file:///${path}`, text, true);
  return workspace.snapshot();
}

/** Everything that is found in a snapshot: by the load of all its files, and by our own checks. */
export function findingsIn(snapshot: Snapshot): FileFinding[] {
  const problems = snapshot.load.files.flatMap((file) => file.problems);
  const own = [...snapshot.files.values()].flatMap((file) => runChecks(snapshot, file));
  return [...problems.map((problem) => loadFinding(snapshot, problem)), ...own];
}
