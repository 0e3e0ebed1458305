import type { RE2JS } from 're2js';
import { converter } from '../value/convert.ts';
import { plainRegex } from '../value/plain-regex.ts';
import { compileRegex, rememberRegex } from '../value/regex.ts';
import type { Value } from '../value/value.ts';
import { isArray } from '../value/value.ts';
import type { FunctionCall, FunctionCompiler, FunctionTable } from './define.ts';
import { lenient, readAs } from './define.ts';

type Matcher = ReturnType<RE2JS['matcher']>;

/** Functions that take a regular expression; all are linear in the text. */
export const regexFunctions: FunctionTable = {
  extract,
  extract_all: extractAll,
  extractall: extractAll,
  replace_regex: replaceRegex(0, 1, 2),
  replace: replaceRegex(0, 1, 2),
  trim: trimmer(true, true),
  trim_start: trimmer(true, false),
  trim_end: trimmer(false, true),
  countof: countOf,
  indexof_regex: indexOfRegex,
  regex_quote: lenient(['string'], (text: string) =>
    text.replace(/[\\^$.|?*+()[\]{}\-#&~\s]/g, quoteCharacter),
  ),
};

function quoteCharacter(character: string): string {
  return /[-#&~\s]/.test(character) ? character : `\\${character}`;
}

/** `extract(regex, group, text [, typeof(type)])`. */
function extract(call: FunctionCall): ReturnType<FunctionCompiler> {
  const [pattern, group, text] = [
    readAs(call.args[0]!, 'string'),
    readAs(call.args[1]!, 'number'),
    readAs(call.args[2]!, 'string'),
  ];
  const compile = rememberRegex();
  const convert = converter('string', call.type);
  return (row) => {
    const matcher = compile(pattern(row) as string).matcher(text(row) as string);
    const index = group(row) as number | null;
    if (index === null || !matcher.find() || index < 0 || index > matcher.groupCount()) return null;
    return convert(matcher.group(index) ?? '');
  };
}

/** `extract_all(regex, [groups,] text)`: the groups of each match; one group gives plain texts. */
function extractAll({ args }: FunctionCall): ReturnType<FunctionCompiler> {
  const pattern = readAs(args[0]!, 'string');
  const text = readAs(args.at(-1)!, 'string');
  const groups = args.length > 2 ? readAs(args[1]!, 'dynamic') : undefined;
  const compile = rememberRegex();
  return (row) => {
    const matcher = compile(pattern(row) as string).matcher(text(row) as string);
    const wanted = groups?.(row);
    const chosen = isArray(wanted ?? null) ? (wanted as readonly Value[]) : allGroups(matcher);
    const found: Value[] = [];
    while (matcher.find()) found.push(matchOf(matcher, chosen));
    return found.length === 0 ? null : found;
  };
}

function allGroups(matcher: Matcher): Value[] {
  return Array.from({ length: matcher.groupCount() }, (_, i) => BigInt(i + 1));
}

function matchOf(matcher: Matcher, groups: readonly Value[]): Value {
  if (groups.length === 0) return matcher.group() ?? '';
  const texts = groups.map((group) => groupText(matcher, group));
  return texts.length === 1 ? texts[0]! : texts;
}

function groupText(matcher: Matcher, group: Value): string {
  const named = typeof group === 'string';
  if (!named && Number(group) > matcher.groupCount()) return '';
  return (named ? matcher.group(group) : matcher.group(Number(group))) ?? '';
}

/** Kusto writes groups in the replacement as `\1`. */
function replaceRegex(text: number, pattern: number, by: number): FunctionCompiler {
  return ({ args, name }) => {
    const order = name === 'replace' ? [2, 0, 1] : [text, pattern, by];
    const [subject, regex, replacement] = order.map((index) => readAs(args[index]!, 'string'));
    const compile = rememberReplacer();
    return (row) => compile(regex!(row) as string, replacement!(row) as string)(subject!(row) as string);
  };
}

type Replacer = (text: string) => string;

/** Keeps the last pattern and replacement, so that constant ones are compiled once. */
function rememberReplacer(): (pattern: string, replacement: string) => Replacer {
  let last: readonly [pattern: string, replacement: string] | undefined;
  let replacer: Replacer = (text) => text;
  return (pattern, replacement) => {
    if (last?.[0] !== pattern || last[1] !== replacement) {
      replacer = replacerOf(pattern, replacement);
      last = [pattern, replacement];
    }
    return replacer;
  };
}

function replacerOf(pattern: string, replacement: string): Replacer {
  const parts = replacementParts(replacement);
  const plain = plainRegex(pattern);
  if (plain !== undefined) {
    const by = plainReplacement(plain, parts);
    return (text) => text.replace(plain, by);
  }
  const regex = compileRegex(pattern);
  return (text) => replaceMatches(regex.matcher(text), text, parts);
}

/** Texts and the numbers of groups that a replacement is made of. */
function replacementParts(replacement: string): readonly (string | number)[] {
  const found = replacement.match(/\\\d|\\[\s\S]|[^\\]+|\\$/g) ?? [];
  return found.map((part) => {
    if (/^\\\d$/.test(part)) return Number(part[1]);
    return part.length > 1 && part.startsWith('\\') ? part.slice(1) : part;
  });
}

function replaceMatches(matcher: Matcher, text: string, parts: readonly (string | number)[]): string {
  let result = '';
  let at = 0;
  while (matcher.find()) {
    result += text.slice(at, matcher.start());
    for (const part of parts) result += typeof part === 'string' ? part : groupText(matcher, BigInt(part));
    at = matcher.end();
  }
  return result + text.slice(at);
}

/** The replacement as JavaScript writes it; a group that the pattern does not have is empty. */
function plainReplacement(regex: RegExp, parts: readonly (string | number)[]): string {
  const groups = new RegExp(`${regex.source}|`, regex.flags).exec('')!.length - 1;
  const written = parts.map((part) => {
    if (typeof part === 'string') return part.replaceAll('$', '$$$$');
    if (part === 0) return '$&';
    return part <= groups ? `$0${part}` : '';
  });
  return written.join('');
}

/** Takes matches of the pattern off the ends, as often as they stand there. */
function trimmer(start: boolean, end: boolean): FunctionCompiler {
  return ({ args }) => {
    const [pattern, text] = [readAs(args[0]!, 'string'), readAs(args[1]!, 'string')];
    const leading = rememberRegex();
    const trailing = rememberRegex();
    return (row) => {
      const regex = pattern(row) as string;
      let rest = text(row) as string;
      if (/^[\w ;:,=<>/"'-]+$/.test(regex)) return trimPlain(rest, regex, start, end);
      if (start) rest = leading(`^(?:${regex})+`).matcher(rest).replaceFirst('');
      if (end) rest = trailing(`(?:${regex})+$`).matcher(rest).replaceFirst('');
      return rest;
    };
  };
}

/** Trims a pattern that stands for itself. */
function trimPlain(text: string, part: string, start: boolean, end: boolean): string {
  let [from, to] = [0, text.length];
  while (start && text.startsWith(part, from)) from += part.length;
  while (end && to - part.length >= from && text.startsWith(part, to - part.length)) to -= part.length;
  return text.slice(Math.min(from, to), to);
}

/** `countof(text, search [, 'normal' | 'regex'])`: matches of plain text may overlap, of a regex not. */
function countOf({ args }: FunctionCall): ReturnType<FunctionCompiler> {
  const [text, search] = [readAs(args[0]!, 'string'), readAs(args[1]!, 'string')];
  const kind = args[2] && readAs(args[2], 'string');
  const compile = rememberRegex();
  return (row) => {
    const [subject, pattern] = [text(row) as string, search(row) as string];
    if (kind?.(row) !== 'regex') return countPlain(subject, pattern);
    const matcher = compile(pattern).matcher(subject);
    let count = 0;
    while (matcher.find()) count++;
    return count;
  };
}

function countPlain(text: string, pattern: string): number {
  if (pattern === '') return 0;
  let count = 0;
  for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) count++;
  return count;
}

function indexOfRegex({ args }: FunctionCall): ReturnType<FunctionCompiler> {
  const [text, pattern] = [readAs(args[0]!, 'string'), readAs(args[1]!, 'string')];
  const numbers = args.slice(2).map((argument) => readAs(argument, 'number'));
  const compile = rememberRegex();
  return (row) => {
    const [start = 0, length = -1, occurrence = 1] = numbers.map((read) => read(row) as number | null);
    if (start === null || length === null || occurrence === null) return null;
    if (start < 0 || occurrence < 1 || length < -1) return null;
    const within = (text(row) as string).slice(start, length === -1 ? undefined : start + length);
    const matcher = compile(pattern(row) as string).matcher(within);
    for (let n = 0; n < occurrence; n++) if (!matcher.find()) return -1;
    return matcher.start() + start;
  };
}
