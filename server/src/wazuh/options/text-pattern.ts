import { type ByteString, toBytes } from '../../falco/evaluate/byte-string.ts';
import type { StaticField, WazuhEvent } from '../evaluate/event.ts';
import type { DraftPattern, OptionReader, RuleDraft } from '../load/draft.ts';
import type { Report } from '../load/message.ts';
import { isInvalid } from '../pattern/compiled-pattern.ts';
import { compilePattern, type PatternType } from '../pattern/pattern.ts';
import { appendText } from './append-text.ts';
import { ranks } from './condition.ts';
import { readNegate, readType } from './pattern-attributes.ts';

/** An option whose text is a pattern for one part of the event. */
interface TextOption {
  readonly usual: PatternType;
  readonly rank: number;
  readonly valueIn: (event: WazuhEvent) => ByteString | undefined;
}

/** In the order in which Wazuh compiles them, so that the first bad one is the one it names. */
const options: ReadonlyMap<string, TextOption> = new Map<string, TextOption>([
  ['regex', { usual: 'osregex', rank: ranks.log, valueIn: (event) => event.log }],
  ['match', { usual: 'osmatch', rank: ranks.log, valueIn: (event) => event.log }],
  ['id', ofStatic('id')],
  ['srcport', ofStatic('srcport')],
  ['dstport', ofStatic('dstport')],
  ['status', ofStatic('status')],
  ['hostname', osMatch((event) => event.hostname)],
  ['data', ofStatic('data')],
  ['extra_data', ofStatic('extra_data')],
  ['program_name', osMatch((event) => event.programName)],
  ['user', osMatch((event) => event.statics.dstuser ?? event.statics.srcuser)],
  ['srcgeoip', ofStatic('srcgeoip')],
  ['dstgeoip', ofStatic('dstgeoip')],
  ['url', ofStatic('url')],
  ['location', osMatch((event) => event.location)],
  ['action', { ...ofStatic('action'), usual: 'string' }],
  ['protocol', ofStatic('protocol')],
  ['system_name', ofStatic('system_name')],
]);

/** The names of these options. */
export const textOptionNames: readonly string[] = [...options.keys()];

/** How the text of such an option is read where no type is named; undefined for other names. */
export function usualPatternType(name: string): PatternType | undefined {
  return options.get(name)?.usual;
}

/** Collects one such option; the name is the one in the table, whatever case the file uses. */
export function readTextOption(name: string): OptionReader {
  const { usual } = options.get(name)!;
  return (draft, element, { report }) => {
    const id = draft.attributes.id!;
    const text = appendText(draft.patterns.get(name)?.text, element, report);
    const negated = readNegate(element, id, report);
    draft.patterns.set(name, { text, negated, type: readType(element, usual, id, report), element });
    return 'next';
  };
}

/** Turns the collected patterns into conditions; false after a report where one cannot be compiled. */
export function compileTextOptions(draft: RuleDraft, report: Report): boolean {
  if (draft.patterns.size === 0) return true; // most rules ask for fields
  for (const [name, option] of options) {
    const pattern = draft.patterns.get(name);
    if (pattern?.text === undefined) continue;
    if (!compileTextOption(draft, name, option, pattern, pattern.text, report)) return false;
  }
  return true;
}

function compileTextOption(
  draft: RuleDraft,
  name: string,
  { rank, valueIn }: TextOption,
  { type, negated, element }: DraftPattern,
  text: string,
  report: Report,
): boolean {
  const compiled = compilePattern(type, toBytes(text));
  if (isInvalid(compiled)) {
    report('wazuh-pattern', element.contentSpan, name === 'protocol' ? text : name, draft.attributes.id!);
    return false;
  }
  const { matches, unsupported } = compiled;
  draft.conditions.push({
    option: name,
    subject: name,
    wanted: text,
    negated,
    ...(unsupported !== undefined && { unsupported }),
    span: element.span,
    rank,
    valueIn,
    holds: (event) => {
      const value = valueIn(event);
      return value !== undefined && unsupported === undefined && matches(value) !== negated;
    },
  });
  return true;
}

function ofStatic(name: StaticField): TextOption {
  return osMatch((event) => event.statics[name]);
}

function osMatch(valueIn: TextOption['valueIn']): TextOption {
  return { usual: 'osmatch', rank: ranks.static, valueIn };
}
