import { kind } from './kind.ts';

/** Problems of files of detections, which are ours alone (docs/detections.md). */
export const detectionProblems = {
  'detection-not-a-map': kind(
    'error',
    () => 'A file of detections is a list: each item begins with `- detection:` and a name.',
  ),
  'detection-missing-key': kind('error', (key: string) => `The detection has no \`${key}\`. Add it.`),
  'detection-unknown-key': kind('warning', (key: string) => `A detection has no key \`${key}\`.`),
  'detection-repeated-key': kind(
    'warning',
    (key: string) => `\`${key}\` stands here twice, and only the first counts. Leave one of them out.`,
  ),
  'detection-bad-value': kind('error', (key: string, expected: string) => `\`${key}\` must be ${expected}.`),
  'detection-schedule': kind('error', (reason: string) => `This schedule is none for Sentinel: ${reason}.`),
  'detection-duplicate-name': kind(
    'error',
    (name: string, file: string, line: number) =>
      `There is a detection \`${name}\` already, in ${file}, line ${line}. Rename one of them: what is generated keeps its id by this name.`,
  ),
  'detection-unknown-rule': kind('error', (rule: string) => `No rules file defines a rule \`${rule}\`.`),
  'detection-rule-disabled': kind(
    'warning',
    (rule: string) =>
      `The rule \`${rule}\` is disabled, so there are no alerts of it. Enable the rule, or set \`enabled: false\` here too.`,
  ),
  'detection-field-not-carried': kind(
    'error',
    (field: string, reason: string) => `\`${field}\` cannot be compared here: ${reason}.`,
  ),
} as const;
