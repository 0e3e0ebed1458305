import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import { byteSet } from '../pattern/pcre2-nodes.ts';
import { anyText, type BytePattern, bytes, choice, mapSets, repeat, sequence, text } from './byte-pattern.ts';
import { globPattern } from './glob-pattern.ts';

const slash = 0x2f;
const notSlash = byteSet((byte) => byte !== slash);
const slashes = repeat(text('/'), 1);

/** The texts of a pattern that hold no slash. */
export function withoutSlash(pattern: BytePattern): BytePattern {
  return mapSets(pattern, (set) => {
    const kept = byteSet((byte) => set[byte] === 1 && byte !== slash);
    return kept.includes(1) ? bytes(kept) : choice();
  });
}

/**
 * The paths that lie at or below one of the paths of `pmatch`: prefixes in whole components, which may be
 * globs; slashes doubled or at the ends do not count. Undefined where a glob is odd. Source: ENGINE.md
 * "Conditions", and `compilePathPrefixes`.
 */
export function pathPattern(paths: readonly ByteString[]): BytePattern | undefined {
  const patterns = paths.map(prefixPattern);
  return patterns.every((each) => each !== undefined) ? choice(...patterns) : undefined;
}

function prefixPattern(path: ByteString): BytePattern | undefined {
  const components = path.split('/').filter((component) => component !== '');
  if (components.length === 0) return anyText;
  const items: BytePattern[] = [repeat(text('/'), 0)];
  for (const [i, component] of components.entries()) {
    const pattern = componentPattern(component);
    if (pattern === undefined) return undefined;
    if (i > 0) items.push(slashes);
    items.push(pattern);
  }
  return sequence(...items, repeat(sequence(text('/'), anyText), 0, 1));
}

/** A component is never empty, so stars alone take one byte at least. */
function componentPattern(component: ByteString): BytePattern | undefined {
  if (!/[?*[]/.test(component)) return text(component);
  if (/^\*+$/.test(component)) return repeat(bytes(notSlash), 1);
  const pattern = globPattern(component, false);
  return pattern && withoutSlash(pattern);
}
