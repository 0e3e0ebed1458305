import { kind } from './kind.ts';

/** Problems in the structure of rules files: items, keys, values, overrides, exceptions, versions. */
export const rulesFileProblems = {
  'unreadable-file': kind('error', (reason: string) => `The file cannot be read: ${reason}.`),
  'yaml-syntax': kind('error', (message: string) => `This is not valid YAML: ${message}`),
  'not-a-list': kind(
    'error',
    () => 'A rules file is a list of items: each starts with `- rule:`, `- macro:` or `- list:`.',
  ),
  'item-not-a-map': kind('error', () => 'An item has keys and values, e.g. `- rule: My rule`.'),
  'unknown-item': kind(
    'warning',
    () =>
      'Falco ignores this item: it is no rule, macro, list, required_engine_version or required_plugin_versions.',
  ),
  'unknown-key': kind(
    'warning',
    (key: string) => `Falco does not know the key \`${key}\` here and ignores it.`,
  ),
  'missing-key': kind('error', (...keys: string[]) =>
    keys.length === 1
      ? `The key \`${keys[0]}\` is missing.`
      : `The keys \`${keys.join('`, `')}\` are missing.`,
  ),
  'empty-value': kind('error', (key: string) => `\`${key}\` needs a value.`),
  'value-not-scalar': kind('error', (key: string) => `\`${key}\` takes one value, not a list or keys.`),
  'value-not-list': kind('error', (key: string) => `\`${key}\` takes a list, e.g. \`[a, b]\`.`),
  'list-item-not-scalar': kind('error', () => 'Only plain values can stand in this list.'),
  'bad-scalar': kind('error', (key: string, expected: string) => `\`${key}\` takes ${expected}.`),
  'invalid-priority': kind(
    'error',
    (value: string) =>
      `\`${value}\` is not a priority. Use EMERGENCY, ALERT, CRITICAL, ERROR, WARNING, NOTICE, INFORMATIONAL or DEBUG.`,
  ),
  'bad-engine-version': kind(
    'error',
    (value: string) =>
      `\`${value}\` is not an engine version. Write three numbers, e.g. \`0.57.0\`, or one, e.g. \`57\`.`,
  ),
  'engine-too-old': kind(
    'error',
    (required: string, engine: string) =>
      `The file requires engine version ${required}; the engine checked for is ${engine}.`,
  ),
  'bad-plugin-version': kind('error', (reason: string) => `The plugin requirement is wrong: ${reason}.`),
  'override-with-append': kind(
    'error',
    () => '`append: true` and `override` exclude each other. Keep `override`.',
  ),
  'override-cannot-append': kind(
    'error',
    (key: string) => `\`${key}\` cannot be appended to. Use \`replace\`.`,
  ),
  'override-cannot-replace': kind('error', (key: string) => `\`${key}\` cannot be replaced by an override.`),
  'override-bad-operation': kind(
    'error',
    (operation: string, key: string, allowed: string) =>
      `\`${operation}\` is no override for \`${key}\`. Allowed: ${allowed === '' ? 'none' : allowed}.`,
  ),
  'override-missing-key': kind(
    'error',
    (key: string) => `\`override\` names \`${key}\`, but the item has no such key.`,
  ),
  'key-not-overridden': kind(
    'error',
    (key: string) => `\`${key}\` is given but not named under \`override\`.`,
  ),
  'nothing-to-append': kind('error', () => 'There is nothing to append: give a condition or exceptions.'),
  'append-without-target': kind(
    'error',
    (what: string, name: string) =>
      `There is no ${what} \`${name}\` to append to. It must be loaded before this item.`,
  ),
  'override-without-target': kind(
    'error',
    (name: string) => `There is no rule \`${name}\` to override. It must be loaded before this item.`,
  ),
  'enable-without-target': kind(
    'error',
    (name: string) =>
      `There is no rule \`${name}\` to enable or disable. It must be loaded before this item.`,
  ),
  'source-changed': kind(
    'error',
    (name: string) => `The rule \`${name}\` was defined before with another source.`,
  ),
  'exceptions-not-a-list': kind('error', () => '`exceptions` takes a list of exceptions.'),
  'exception-not-a-map': kind('error', () => 'An exception has keys: name, fields, comps, values.'),
  'exception-values-not-a-list': kind('error', () => '`values` takes a list.'),
  'exception-missing-fields': kind('error', (name: string) => `The exception \`${name}\` needs \`fields\`.`),
  'exception-missing-values': kind('error', (name: string) => `The exception \`${name}\` needs \`values\`.`),
  'exception-lengths': kind(
    'error',
    (what: string, fields: number, found: number) =>
      `\`fields\` has ${fields} entries, ${what} ${found}: they must be as many.`,
  ),
  'exception-comps': kind(
    'error',
    (reason: string) => `The comparison of the exception is wrong: ${reason}.`,
  ),
  'exception-unknown-field': kind(
    'error',
    (field: string) => `\`${field}\` is no field that an exception can use.`,
  ),
  'exception-append-values-only': kind(
    'error',
    (key: string) => `The exception exists already: only values can be appended to it, not \`${key}\`.`,
  ),
  'exception-bad-value': kind('error', () => 'With a single field, `values` holds plain values, not lists.'),
  'exception-replace-crash': kind(
    'error',
    () =>
      'Falco itself crashes here: an exception that is put in by `override: exceptions: replace` needs `comps` as many as its fields.',
  ),
  'exception-name-not-unique': kind(
    'warning',
    (name: string) => `The rule has another exception \`${name}\`.`,
  ),
  'append-no-values': kind(
    'warning',
    (name: string) => `The exception \`${name}\` is appended without values: it has no effect.`,
  ),
  'invalid-macro-name': kind(
    'warning',
    (name: string) =>
      `\`${name}\` cannot be used in a condition: a macro's name has letters, digits and \`_\` only.`,
  ),
  'invalid-list-name': kind(
    'warning',
    (name: string) =>
      `\`${name}\` cannot be used in a condition: a list's name has no blanks, quotes, brackets, \`=\` or commas.`,
  ),
  'deprecated-append': kind(
    'warning',
    () => '`append: true` is deprecated. Name the appended keys under `override`.',
  ),
  'deprecated-enabled': kind(
    'warning',
    () => 'A bare `enabled` is deprecated. Add `override: {enabled: replace}`.',
  ),
  'deprecated-container-info': kind(
    'warning',
    () => '`%container.info` is deprecated and prints nothing: the container plugin adds its own fields.',
  ),
  'unknown-source': kind(
    'warning',
    (source: string) => `The source \`${source}\` is not loaded: Falco skips the rule.`,
  ),
  'unknown-filter-skipped': kind('warning', (reason: string) => `Falco skips the rule. ${reason}`),
  'unused-macro': kind('warning', (name: string) => `No rule or macro uses the macro \`${name}\`.`),
  'unused-list': kind('warning', (name: string) => `No rule, macro or list uses the list \`${name}\`.`),
  'output-unknown-field': kind(
    'error',
    (field: string) => `\`%${field}\` starts with no field that Falco has for this source.`,
  ),
  'output-syntax': kind('error', (reason: string) => `The output is wrong: ${reason}.`),
} as const;
