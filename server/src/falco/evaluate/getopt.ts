import type { ByteString } from './byte-string.ts';

/** Options that C's `getopt` would know from a string such as `nt:`. */
export interface OptionString {
  readonly known: ReadonlySet<string>;
  /** Those followed by a colon, which take a value. */
  readonly withValue: ReadonlySet<string>;
}

/** Reads `nt:`; a colon in front changes nothing here. */
export function parseOptionString(text: ByteString): OptionString {
  const known = new Set<string>();
  const withValue = new Set<string>();
  for (const [, option, colon] of text.matchAll(/([^:])(:?)/g)) {
    known.add(option!);
    if (colon === ':') withValue.add(option!);
  }
  return { known, withValue };
}

/**
 * What `getopt(arguments, options)` yields: each short option found, followed by its value where it takes
 * one; `?` for an option that is not known, and an empty string where the value is missing. Reading stops at
 * `--` and at the first word that is no option; long options are passed over. (libsinsp, measured rules of
 * its multi-value transformers.)
 */
export function readOptions(words: readonly ByteString[], options: OptionString): ByteString[] {
  const results: ByteString[] = [];
  for (const found of findOptions(words, options)) {
    if (!found.known) results.push('?');
    else if (found.value === 'missing') results.push('');
    else if (found.value === undefined) results.push(found.option);
    else results.push(found.option, found.value.text);
  }
  return results;
}

/**
 * What `getopt(arguments, options)[selected]` yields: the value of the last such option, its letter where it
 * takes none, an empty string where the value is missing; undefined where the option does not occur.
 */
export function selectOption(
  words: readonly ByteString[],
  options: OptionString,
  selected: string,
): ByteString | undefined {
  let result: ByteString | undefined;
  for (const { known, option, value } of findOptions(words, options)) {
    if (!known || option !== selected) continue;
    if (value === 'missing') result = '';
    else result = value === undefined ? option : value.text;
  }
  return result;
}

/** One option on a command line; `value` is there where the option takes one. */
interface FoundOption {
  readonly option: string;
  readonly known: boolean;
  readonly value?: { readonly text: ByteString } | 'missing';
}

function* findOptions(words: readonly ByteString[], options: OptionString): Generator<FoundOption> {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') return;
    if (word.startsWith('--')) continue;
    if (word.length < 2 || !word.startsWith('-')) return;
    for (let i = 1; i < word.length; i++) {
      const option = word[i]!;
      const known = options.known.has(option);
      if (!options.withValue.has(option)) {
        yield { option, known };
        continue;
      }
      // The value is the rest of the word or else the next word.
      const text = i + 1 < word.length ? word.slice(i + 1) : words[++at];
      yield { option, known, value: text === undefined ? 'missing' : { text } };
      break;
    }
  }
}
