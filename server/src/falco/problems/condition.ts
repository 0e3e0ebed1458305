import { kind } from './kind.ts';

/** Why a quote does not end a text, and what to do (libsinsp, filter/parser.cpp, lex_quoted_str). */
export const afterBackslash =
  'Falco takes a quote after `\\\\` for part of the text: write a text that ends in a backslash without quotes';

/** Problems in conditions: their text, what they name, and what they compare. */
export const conditionProblems = {
  'condition-empty': kind(
    'error',
    () => 'The condition is empty. Write at least one check, e.g. `evt.type = execve`.',
  ),
  'condition-too-deep': kind(
    'error',
    () => 'The condition is nested too deeply: Falco stops at 1000 levels.',
  ),
  'condition-unexpected-text': kind(
    'error',
    (text: string) => `Unexpected \`${text}\`: expected \`and\`, \`or\` or the end of the condition.`,
  ),
  'condition-missing-blank': kind('error', (word: string) => `\`${word}\` needs a blank or \`(\` after it.`),
  'condition-missing-check': kind('error', () => 'A check, a macro or `(` is missing here.'),
  'condition-missing-operator': kind('error', (text: string) =>
    text === ''
      ? 'A comparison operator is missing here, e.g. `=`, `in` or `contains`.'
      : `\`${text}\` is not a comparison operator. Use e.g. \`=\`, \`in\`, \`contains\`, \`startswith\`.`,
  ),
  'condition-missing-value': kind(
    'error',
    (expected: string) => `The value to compare with is missing here: ${expected}.`,
  ),
  'condition-unclosed-parenthesis': kind('error', (isAfterBackslash: boolean) =>
    isAfterBackslash ? `A closing \`)\` is missing. ${afterBackslash}.` : 'A closing `)` is missing.',
  ),
  'condition-bad-escape': kind(
    'error',
    (text: string) =>
      `\`${text}\` is not an escape that Falco knows. It knows \\b \\f \\n \\r \\t \\\\ \\/ \\xHH and the quote around the text.`,
  ),
  'condition-bad-argument': kind(
    'error',
    () => 'The argument in brackets is not complete: expected `[name]` or `["name"]`.',
  ),
  'condition-bad-transformer': kind('error', () => 'The arguments of the transformer are not complete.'),
  'undefined-macro': kind(
    'error',
    (name: string) =>
      `There is no macro \`${name}\` here. Define it, or load the file that defines it before this one.`,
  ),
  'macro-defined-later': kind(
    'error',
    (name: string, file: string) =>
      `The macro \`${name}\` is defined only in a file that is loaded later (${file.slice(file.lastIndexOf('/') + 1)}). Load that file first.`,
  ),
  'macro-too-large': kind(
    'error',
    (name: string) =>
      `With all the macros in it, \`${name}\` is too large to be checked: macros double each other.`,
  ),
  'macro-loop': kind('error', (name: string) => `The macro \`${name}\` refers to itself.`),
  'unknown-field': kind('error', (field: string) => `Falco has no field \`${field}\` for this source.`),
  'bad-field-argument': kind('error', (reason: string) => `The field's argument is wrong: ${reason}.`),
  'operator-type': kind(
    'error',
    (operator: string, field: string, type: string) =>
      `\`${operator}\` cannot compare \`${field}\`, which is ${type}.`,
  ),
  'bad-value': kind(
    'error',
    (value: string, field: string, reason: string) =>
      `\`${value}\` cannot be compared with \`${field}\`: ${reason}.`,
  ),
  'unknown-event-type': kind('error', (name: string) => `Falco knows no event type \`${name}\`.`),
  'event-type-not-constant': kind(
    'error',
    () =>
      'Falco cannot tell which event types this check means and refuses to load. Compare `evt.type` itself with names.',
  ),
  'invalid-regex': kind('error', (reason: string) => `The regular expression is not valid: ${reason}.`),
  'bad-transformer': kind(
    'error',
    (reason: string) => `The transformer cannot be used like this: ${reason}.`,
  ),
  'bad-right-hand-field': kind(
    'error',
    (reason: string) => `The field on the right cannot be used here: ${reason}.`,
  ),
  'suspicious-value': kind('warning', (reason: string) => `Suspicious value: ${reason}.`),
  'unsafe-na-check': kind(
    'warning',
    () => 'Comparing with `<NA>` is unsafe: a field without a value is not the text `<NA>`. Use `exists`.',
  ),
  'deprecated-field': kind(
    'warning',
    (field: string, advice: string) => `\`${field}\` is deprecated. ${advice}`,
  ),
  'no-event-type': kind(
    'warning',
    () =>
      'The condition can match more than 100 event types, which costs much. Add a check such as `evt.type in (…)`.',
  ),
} as const;
