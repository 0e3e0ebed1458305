import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * The rooms from the ground up (ARCHITECTURE.md): a file may import from its own room and from rooms with a
 * lower number. Rooms of one number are siblings and do not know each other.
 */
const rooms: readonly (readonly [path: string, level: number])[] = [
  ['server/src/text/', 0],
  ['server/src/yaml/', 1],
  ['server/src/falco/', 2],
  ['server/src/workspace/', 3],
  ['server/src/wazuh/', 4],
  ['server/src/kql/', 4],
  ['server/src/replay/', 4],
  ['server/src/checks/', 4],
  // Speaks with Azure and knows nothing of Falco: command line and extension share it.
  ['server/src/log-analytics/', 4],
  ['server/src/features/', 5],
  ['server/src/protocol/', 6],
  ['server/src/protocol.ts', 7],
  ['server/src/lsp/', 8],
  ['server/src/', 9],
  // The command line can start the language server.
  ['server/src/cli/', 10],
  ['server/src/cli.ts', 11],
  ['client/webview/', 12],
  ['client/src/', 12],
];
const coreLevel = 5;
/** What the client runs itself, of all that the server has. */
const sharedWithClient = 'server/src/log-analytics/';
/** The client may only look at the types of the messages that it exchanges. */
const typesOnly: readonly string[] = ['client/webview/', 'client/src/'];
const messages = /^(?:server\/src\/protocol|client\/webview\/[^/]+\/messages)\.ts$/;

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const statement =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'";]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(statement)].map(([, type, from, dynamic, bare]) => {
    const target = (from ?? dynamic ?? bare)!;
    const resolved = target.startsWith('.') ? relative(root, resolve(root, dirname(file), target)) : target;
    return { file, target: resolved, typeOnly: type !== undefined };
  });
}

/** The room of a file: the longest path that it starts with. */
function roomOf(path: string): readonly [string, number] | undefined {
  return rooms.filter(([prefix]) => path.startsWith(prefix)).sort((a, b) => b[0].length - a[0].length)[0];
}

/** Why an import is not allowed, or undefined. */
function fault({ file, target, typeOnly }: Import): string | undefined {
  const [room, level] = roomOf(file)!;
  if (level <= coreLevel && isOutside(target)) return 'the core knows neither editor, protocol nor disk';
  const other = roomOf(target);
  if (other === undefined) return undefined;
  if (typesOnly.includes(room) && !target.startsWith(room)) {
    if (room === 'client/src/' && target.startsWith(sharedWithClient)) return undefined;
    return typeOnly && messages.test(target) ? undefined : 'only types of messages';
  }
  const [otherRoom, otherLevel] = other;
  if (otherRoom === room || otherLevel < level) return undefined;
  return otherLevel === level ? 'siblings do not import each other' : 'an arrow only points down';
}

/** Packages that only the faces may name. */
function isOutside(target: string): boolean {
  return (
    target.startsWith('node:') ||
    builtinModules.includes(target) ||
    /^vscode(?:$|-(?!uri))/.test(target) ||
    target === 'commander'
  );
}

describe('layers', () => {
  const imports = [...sourceFiles('server/src'), ...sourceFiles('client')].flatMap(importsOf);

  it('reads every import', () => {
    expect(imports.length).toBeGreaterThan(50);
  });

  it('every file has a room', () => {
    expect(imports.filter(({ file }) => roomOf(file) === undefined)).toEqual([]);
  });

  it('no import points up or sideways', () => {
    const faults = imports.flatMap((each) => {
      const reason = fault(each);
      return reason === undefined ? [] : [`${each.file} imports ${each.target}: ${reason}`];
    });
    expect(faults).toEqual([]);
  });

  it('would notice one that does', () => {
    const upward = { file: 'server/src/falco/x.ts', target: 'server/src/features/y.ts', typeOnly: false };
    const sideways = { file: 'server/src/kql/x.ts', target: 'server/src/wazuh/y.ts', typeOnly: false };
    const disk = { file: 'server/src/yaml/x.ts', target: 'node:fs', typeOnly: false };
    const value = { file: 'client/src/x.ts', target: 'server/src/protocol.ts', typeOnly: false };
    expect([upward, sideways, disk, value].map(fault)).not.toContain(undefined);
  });
});
