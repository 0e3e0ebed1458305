import { type KeyInfo, key } from './key-info.ts';

/** What has keys in a file of tests. */
export type TestKeyOwner = 'test' | 'test-alert' | 'test-expect' | 'test-wazuh' | 'test-sentinel';

/** The keys of tests (docs/tests.md), in the order in which they are usually written. */
export const testKeysOf: Readonly<Record<TestKeyOwner, readonly KeyInfo[]>> = {
  test: [
    key('test', 'The name of the test.', ' ${1:What is to happen}'),
    key('description', 'Why it is to happen, for people.', ' ${1:Why}'),
    key(
      'alert',
      'The alert: made of a rule, taken from a file, or written out.',
      '\n  from: ${1:Name of the rule}',
    ),
    key('expect', 'What Falco, Wazuh and Sentinel are to make of it.', '\n  fires: [${1:Name of the rule}]'),
  ],
  'test-alert': [
    key('from', 'A rule of which a sample alert is made.', ' ${1:Name of the rule}'),
    key('file', 'A file with alerts, as a path from the file of tests.', ' ${1:alerts.jsonl}'),
    key('line', 'The line of the file on which the alert begins.', ' ${1:1}'),
    key('with', 'Fields that get another value.', '\n  ${1:proc.name}: ${2:sh}'),
    key('without', 'Fields that are taken away.', ' [${1:proc.name}]'),
    key('rule', 'The rule that the alert names.', ' ${1:Name of the rule}'),
    key(
      'priority',
      'The priority of the alert.',
      ' ${1|Warning,Notice,Informational,Error,Critical,Alert,Emergency,Debug|}',
    ),
    key('time', 'When it happened, RFC 3339.', ' "${1:2026-01-01T00:00:00Z}"'),
    key('source', 'The event source; `syscall` if not given.', ' ${1:syscall}'),
    key('hostname', 'The host that Falco ran on.', ' ${1:node-1}'),
    key('output', 'The text of the alert.', ' "${1:text}"'),
    key('tags', 'The tags of the rule.', ' [${1:T1059}]'),
    key('uuid', 'The id that Falcosidekick gives.', ' ${1:00000000-0000-4000-8000-000000000000}'),
    key('output_fields', 'The fields of the event with their values.', '\n  ${1:proc.name}: ${2:sh}'),
  ],
  'test-expect': [
    key('fires', 'Rules whose condition is true of the alert.', ' [${1:Name of the rule}]'),
    key('silent', 'Rules whose condition is false.', ' [${1:Name of the rule}]'),
    key(
      'unknown',
      'Rules of which the alert does not tell, because it lacks a field.',
      ' [${1:Name of the rule}]',
    ),
    key('wazuh', 'What Wazuh makes of it with the generated rules.', '\n  level: ${1:10}'),
    key('sentinel', 'What Sentinel makes of it.', '\n  returned-by: [${1:Name of the rule}]'),
  ],
  'test-wazuh': [
    key('id', 'The id of the Wazuh rule that it ends on.', ' ${1:100600}'),
    key('level', 'The level of that rule.', ' ${1:10}'),
    key('alert', 'Whether Wazuh writes an alert.', ' ${1|true,false|}'),
    key('description', 'A text that the description holds.', ' ${1:text}'),
  ],
  'test-sentinel': [
    key(
      'returned-by',
      'Rules, detections and `.kql` files whose query returns it.',
      ' [${1:Name of the rule}]',
    ),
    key('not-returned-by', 'Those whose query does not.', ' [${1:Name of the rule}]'),
    key(
      'transport',
      'How the alert comes: `json`, `cef` or `both`; as the settings say if not given.',
      ' ${1|json,cef,both|}',
    ),
    key('severity', 'The severity of the incident.', ' ${1|High,Medium,Low,Informational|}'),
    key('entities', 'Entities of the incident, by their type.', '\n  ${1:Host}: ${2:node-1}'),
  ],
};

/** True for the keys, in a test, down to a map whose own keys are fields. */
export function isMapOfFields(path: readonly string[]): boolean {
  return path.length === 2 && path[0] === 'alert' && (path[1] === 'with' || path[1] === 'output_fields');
}

/** Whose key one is in a test, by the keys above it; undefined where no keys are known. */
export function testKeyOwner(path: readonly string[]): TestKeyOwner | undefined {
  switch (path.join('/')) {
    case '':
      return 'test';
    case 'alert':
      return 'test-alert';
    case 'expect':
      return 'test-expect';
    case 'expect/wazuh':
      return 'test-wazuh';
    case 'expect/sentinel':
      return 'test-sentinel';
    default:
      return undefined;
  }
}
