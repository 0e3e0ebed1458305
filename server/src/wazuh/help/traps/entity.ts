import { span } from '../../../text/span.ts';
import { replacement } from '../fix.ts';
import type { HelpFile } from '../manager.ts';
import { type TextPlace, textPlace } from '../text-place.ts';
import { type FileTrap, type TrapFinding, trapFinding } from '../trap.ts';

const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML entities in texts and attributes, which Wazuh leaves as they are. Source: SEMANTICS.md "Loading" 3. */
export const entity: FileTrap = (file) =>
  [...file.text.matchAll(/<!--[\s\S]*?(?:-->|$)|&(\w{2,4}|#\d{1,7}|#x[\da-f]{1,6});/gi)].flatMap((found) => {
    const { 0: written, 1: inner, index } = found;
    const character = inner === undefined ? undefined : characterOf(inner);
    return character === undefined ? [] : [findingFor(file, written, index, character)];
  });

function characterOf(inner: string): string | undefined {
  if (!inner.startsWith('#')) return characters[inner.toLowerCase()];
  const code = Number(inner.slice(1).replace(/^x/i, '0x'));
  return code > 0x10ffff ? undefined : String.fromCodePoint(code);
}

function findingFor(file: HelpFile, written: string, index: number, character: string): TrapFinding {
  const place = span(index, index + written.length);
  const around = textPlace(file.read.document.roots, index);
  const obstacle = obstacleTo(character, around, file.text);
  if (obstacle !== undefined) return trapFinding('wazuh-entity', file.name, place, [written, obstacle]);
  const text = character === '<' && around.attribute === undefined ? lessThan(file.text, index) : character;
  const found = trapFinding('wazuh-entity', file.name, place, [written, `Write \`${text}\`.`]);
  return { ...found, fix: replacement(`Write \`${text}\``, place, text) };
}

/** Why the character itself cannot stand there, and what to do instead; undefined where it can. */
function obstacleTo(
  character: string,
  { attribute, element, pattern }: TextPlace,
  text: string,
): string | undefined {
  if (attribute !== undefined) {
    const quote = text[attribute.valueSpan.start - 1];
    return character === '>' || character === quote
      ? `A \`${character}\` cannot stand in this attribute: leave it out.`
      : undefined;
  }
  if (character !== '<' || element === undefined || pattern === 'osregex' || pattern === 'pcre2') {
    return undefined;
  }
  return pattern === undefined
    ? 'A `<` is shown here with the backslash that it needs: say it in words.'
    : 'A `<` needs a backslash, for which a pattern of this type looks too: write `\\<` in one of type="pcre2".';
}

/** A `<` that is text: behind an odd number of backslashes, of which one may be there. */
function lessThan(text: string, at: number): string {
  const before = /\\*$/.exec(text.slice(Math.max(0, at - 100), at))![0].length;
  return before % 2 === 1 ? '<' : '\\<';
}
