import { kind } from './kind.ts';
import type { ProblemKind } from './problem.ts';

/**
 * What there is to say about what is generated for Microsoft Sentinel. The limits are those of the community
 * repository's validator (SENTINEL.md, "Analytics rule YAML").
 */
export const sentinelProblems = {
  'sentinel-name': error((length: number) => {
    return length === 0
      ? 'The analytics rule has no name.'
      : `The name has ${length} characters: an analytics rule takes at most 256. Choose a shorter one.`;
  }),
  'sentinel-description': error((length: number) => {
    return `The description has ${length} characters: an analytics rule takes at most 5,000. Shorten it.`;
  }),
  'sentinel-severity': error((severity: string) => {
    return `${quoted(severity)} is no severity: Sentinel knows Informational, Low, Medium and High.`;
  }),
  'sentinel-query-length': error((length: number) => {
    return length === 0
      ? 'The query is empty.'
      : `The query has ${length} characters: an analytics rule takes at most 10,000. Split the detection.`;
  }),
  'sentinel-query-operator': error((operator: string) => {
    return `An analytics rule may not hold ${quoted(operator)}: it reads every table. Name the tables.`;
  }),
  'sentinel-query-regex': error((pattern: string, reason: string) => {
    return `Kusto cannot read the pattern ${quoted(pattern)}: ${reason}. Its dialect is that of RE2, without lookaround and back-references.`;
  }),
  'sentinel-query': error((message: string) => {
    return `Kusto finds a fault in the query: ${message.replace(/\.$/, '')}.`;
  }),
  'sentinel-column': error((use: string, column: string) => {
    return `${use} names the column ${quoted(column)}, which the query does not give.`;
  }),
  'sentinel-schedule': error((key: string, value: string, why: string) => {
    return `${key} ${quoted(value)} ${why}.`;
  }),
  'sentinel-trigger': error((key: string, value: string) => {
    return key === 'triggerOperator'
      ? `${quoted(value)} is no triggerOperator: gt, lt, eq and ne are all.`
      : `The triggerThreshold ${quoted(value)} is not a whole number from 0 to 10,000.`;
  }),
  'sentinel-nrt': error((key: string) => {
    return `An NRT rule runs every minute and has no ${key}. Leave it out, or make the rule Scheduled.`;
  }),
  'sentinel-tactic': warning((tactic: string) => {
    return `Sentinel has no tactic ${quoted(tactic)}: the analytics rule goes without it.`;
  }),
  'sentinel-technique': warning((technique: string) => {
    return `${quoted(technique)} is no technique that is known here: the analytics rule goes without it.`;
  }),
  'sentinel-technique-tactic': warning((technique: string, tactics: string) => {
    return `${technique} belongs to ${tactics}, none of which is among the tactics: the analytics rule goes without it. Add the tag of its tactic.`;
  }),
  'sentinel-entities': error((what: string) => `${what}.`),
  'sentinel-custom-details': error((what: string) => `${what}.`),
  'sentinel-alert-override': error((key: string, count: number) => {
    return `${key} has ${count} placeholders {{column}}: Sentinel takes at most 3.`;
  }),
  'sentinel-version': warning(() => {
    return 'The earlier file says no version of the form 1.0.0: the version begins anew at 1.0.0.';
  }),
  'sentinel-cef-name': warning((why: string) => {
    return `The name of the rule ${why}: its alerts are not found over CEF. Use the JSON format.`;
  }),
  'sentinel-setting': error((setting: string, value: string, expected: string) => {
    return `${setting} ${quoted(value)} cannot be used: write ${expected}.`;
  }),
} as const;

/** A code of this table. */
export type SentinelCode = keyof typeof sentinelProblems;

function error<Arguments extends readonly unknown[]>(
  message: (...args: Arguments) => string,
): ProblemKind<Arguments> {
  return kind('error', message);
}

function warning<Arguments extends readonly unknown[]>(
  message: (...args: Arguments) => string,
): ProblemKind<Arguments> {
  return kind('warning', message);
}

function quoted(value: string): string {
  const short = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return `\`${short}\``;
}
