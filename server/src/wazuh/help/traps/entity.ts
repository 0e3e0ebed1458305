import { span } from '../../../text/span.ts';
import { type FileTrap, trapFinding } from '../trap.ts';

const characters: Readonly<Record<string, string>> = { lt: '\\<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML entities in texts and attributes, which Wazuh leaves as they are. Source: SEMANTICS.md "Loading" 3. */
export const entity: FileTrap = ({ name, text }) =>
  [...text.matchAll(/<!--[\s\S]*?(?:-->|$)|&(\w{2,4}|#\d{1,7}|#x[\da-f]{1,6});/gi)].flatMap((found) => {
    const { 0: written, 1: inner, index } = found;
    const character = inner === undefined ? undefined : characterOf(inner);
    if (character === undefined) return [];
    return [trapFinding('wazuh-entity', name, span(index, index + written.length), [written, character])];
  });

function characterOf(inner: string): string | undefined {
  if (!inner.startsWith('#')) return characters[inner.toLowerCase()];
  const code = Number(inner.slice(1).replace(/^x/i, '0x'));
  if (code > 0x10ffff) return undefined;
  const character = String.fromCodePoint(code);
  return character === '<' ? '\\<' : character;
}
