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

/** All problems of this room. */
export const kqlProblems = { ...kqlWhereProblems } as const;

/** A code of the translation. */
export type KqlWhereCode = keyof typeof kqlWhereProblems;
