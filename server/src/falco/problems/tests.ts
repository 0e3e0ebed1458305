import { kind } from './kind.ts';

/** Problems of files of tests, which are ours alone (docs/tests.md). */
export const testProblems = {
  'test-not-a-map': kind(
    'error',
    () => 'A file of tests is a list: each item begins with `- test:` and a name.',
  ),
  'test-missing-key': kind('error', (key: string) => `The test has no \`${key}\`. Add it.`),
  'test-unknown-key': kind('warning', (key: string) => `A test has no key \`${key}\` here.`),
  'test-repeated-key': kind(
    'warning',
    (key: string) => `\`${key}\` stands here twice, and only the first counts. Leave one of them out.`,
  ),
  'test-bad-value': kind('error', (key: string, expected: string) => `\`${key}\` must be ${expected}.`),
  'test-alert-source': kind(
    'error',
    () =>
      'A test has one alert: made of a rule (`from`), taken from a file (`file` and `line`), or written out (`rule`, `output_fields` …).',
  ),
  'test-without-expectation': kind(
    'warning',
    () =>
      'The test expects nothing, so it cannot fail. Say under `expect` which rules fire or what comes out.',
  ),
  'test-unknown-rule': kind('error', (rule: string) => `No rules file defines a rule \`${rule}\`.`),
  'test-unknown-query': kind(
    'error',
    (name: string) => `There is no rule, detection or \`.kql\` file of the name \`${name}\`.`,
  ),
} as const;
