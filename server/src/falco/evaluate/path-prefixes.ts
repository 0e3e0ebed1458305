import type { ByteString } from './byte-string.ts';
import { compileGlob, type Glob } from './glob.ts';

/** True where a path lies at or below one of the paths of `pmatch`. */
export type PathPrefixes = (path: ByteString) => boolean;

/**
 * Compiles the paths of `pmatch`: each is a prefix in whole components (`/usr` covers `/usr/lib`, not
 * `/usrlocal`; `/` covers all); components may be globs. Slashes at the ends or doubled do not count.
 * Follows libsinsp's prefix search: the paths form one tree in which a shorter one replaces longer ones,
 * and an exact component is tried before globs.
 */
export function compilePathPrefixes(paths: readonly ByteString[]): PathPrefixes {
  const root: Directory = { exact: new Map(), globs: new Map() };
  for (const path of paths) addPath(root, ['root', ...components(path)]);
  return (path) => matchFrom(root, ['root', ...components(path)], 0);
}

/** The next components that a path can go on with; `end` where the prefix is complete. */
interface Directory {
  readonly exact: Map<ByteString, Directory | 'end'>;
  readonly globs: Map<ByteString, { readonly glob: Glob; readonly below: Directory | 'end' }>;
}

function components(path: ByteString): ByteString[] {
  return path.split('/').filter((component) => component !== '');
}

function addPath(root: Directory, path: readonly ByteString[]): void {
  let directory = root;
  for (const [i, component] of path.entries()) {
    const isLast = i === path.length - 1;
    const known = childOf(directory, component);
    if (known === 'end') return;
    if (known !== undefined && !isLast) {
      directory = known;
      continue;
    }
    const below: Directory | 'end' = isLast ? 'end' : { exact: new Map(), globs: new Map() };
    if (isGlob(component)) directory.globs.set(component, { glob: compileGlob(component, false), below });
    else directory.exact.set(component, below);
    if (below === 'end') return;
    directory = below;
  }
}

function childOf(directory: Directory, component: ByteString): Directory | 'end' | undefined {
  return isGlob(component) ? directory.globs.get(component)?.below : directory.exact.get(component);
}

function isGlob(component: ByteString): boolean {
  return /[?*[]/.test(component);
}

function matchFrom(directory: Directory, path: readonly ByteString[], at: number): boolean {
  const component = path[at];
  if (component === undefined) return false;
  const exact = directory.exact.get(component);
  if (exact !== undefined && matchBelow(exact, path, at + 1)) return true;
  for (const { glob, below } of directory.globs.values()) {
    if (glob(component) && matchBelow(below, path, at + 1)) return true;
  }
  return false;
}

function matchBelow(below: Directory | 'end', path: readonly ByteString[], at: number): boolean {
  return below === 'end' || matchFrom(below, path, at);
}
