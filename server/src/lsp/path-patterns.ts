/** Longer patterns are no patterns of paths. */
const mostCharacters = 500;

/**
 * A test of addresses by the patterns of a setting: `*` and `?` stand for characters of one name, `**` for folders,
 * `{a,b}` for one of several. Patterns count from the open folders.
 */
export function pathPatterns(
  patterns: readonly string[],
  folders: Iterable<string>,
): (uri: string) => boolean {
  const usable = patterns.filter((pattern) => pattern.length <= mostCharacters);
  const expressions = usable.map((pattern) => new RegExp(`^${expressionOf(pattern.replace(/^\.?\//, ''))}$`));
  const bases = [...folders].map((folder) => `${folder.replace(/\/$/, '')}/`);
  return (uri) => {
    const paths = bases.filter((base) => uri.startsWith(base)).map((base) => decoded(uri.slice(base.length)));
    return paths.some((path) => expressions.some((expression) => expression.test(path)));
  };
}

function expressionOf(pattern: string): string {
  let depth = 0;
  return pattern.replace(/\*\*\/?|[*?{},]|[^*?{},]+/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part === '{') return isClosed(pattern) && ++depth > 0 ? '(?:' : '\\{';
    if (part === '}') return depth > 0 && depth-- > 0 ? ')' : '\\}';
    if (part === ',') return depth > 0 ? '|' : ',';
    return part.replace(/[\\^$.|+()[\]]/g, '\\$&');
  });
}

/** Braces that do not match stand for themselves. */
function isClosed(pattern: string): boolean {
  return pattern.split('{').length === pattern.split('}').length;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
