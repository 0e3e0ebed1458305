import type { YamlScalar } from '../../yaml/node.ts';

/**
 * A text as it is written within a scalar: quotes and backslashes escaped where the scalar's quotes need it.
 * Undefined where a plain scalar cannot hold it.
 * @param text one line.
 */
export function writtenIn({ style }: Pick<YamlScalar, 'style'>, text: string): string | undefined {
  if (style === 'single') return text.replaceAll("'", "''");
  if (style === 'double') return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  if (style === 'plain' && /:(?:\s|$)|\s#|^[[\]{}#&*!|>'"%@`,]/.test(text)) return undefined;
  return text;
}
