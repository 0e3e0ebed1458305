import { kind } from './kind.ts';

/** What the translation of a detection's `where` into KQL finds. An `error` leaves it without a query. */
export const kqlWhereProblems = {
  'kql-cannot-express': kind('error', (subject: string, reason: string) => {
    return `KQL cannot say ${subject}: ${reason}.`;
  }),
  'kql-number-too-large': kind('error', (number: string) => {
    return `${number} cannot be compared exactly: Kusto rounds what is beyond 64 bits with a sign, and unsigned numbers from 2^53 on.`;
  }),
  'kql-field-not-in-alerts': kind('error', (field: string, reason: string) => {
    return `No alert carries \`${field}\`: ${reason}.`;
  }),
  'kql-list-over-cef': kind('error', (field: string) => {
    return `In CEF the values of the list \`${field}\` cannot be told apart: use the JSON format of Falcosidekick.`;
  }),
  'kql-where-too-large': kind('error', (most: number) => {
    return `The condition has more than ${most} checks once its macros are resolved: split the detection.`;
  }),
  'kql-cef-forgeable': kind('info', (fields: string) => {
    return `Over CEF nothing is escaped: whoever chooses a value in the alert can forge ${fields}. The JSON format of Falcosidekick is safe.`;
  }),
} as const;

/** What we find in hand-written KQL beside Kusto's own findings. */
export const kqlFileProblems = {
  'kql-regex': kind('error', (pattern: string, reason: string) => {
    return `Kusto cannot read the pattern \`${pattern}\`: ${reason}. Its dialect is that of RE2, without lookaround and back-references.`;
  }),
  'kql-query-length': kind('info', (length: number) => {
    return `The query has ${length} characters: it can be run, but an analytics rule takes at most 10,000.`;
  }),
  'kql-unknown-name': kind('info', (what: string, name: string) => {
    return `The ${what} \`${name}\` is not known here: what is made of it cannot be checked.`;
  }),
  'kql-every-table': kind('warning', (operator: string) => {
    return `\`${operator}\` reads every table of the workspace, which is slow and costs; no analytics rule may hold it. Name the tables.`;
  }),
} as const;

/** All problems of this room. */
export const kqlProblems = { ...kqlWhereProblems, ...kqlFileProblems } as const;

/** A code of the translation. */
export type KqlWhereCode = keyof typeof kqlWhereProblems;
