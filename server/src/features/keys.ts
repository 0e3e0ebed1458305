import type { Item } from '../falco/items/item.ts';
import { isNameKind } from '../workspace/names.ts';
import { type KeyInfo, key } from './key-info.ts';
import { testKeyOwner, testKeysOf } from './test-keys.ts';
import type { KeyOwner } from './topic.ts';

/** The keys of everything that has keys, in the order in which they are usually written. */
export const keysOf: Readonly<Record<KeyOwner, readonly KeyInfo[]>> = {
  ...testKeysOf,
  rule: [
    key('rule', 'The name of the rule; alerts carry it.', ' ${1:Name of the rule}'),
    key('desc', 'What the rule detects, for people.', ' ${1:What it detects}'),
    key(
      'condition',
      'When the rule fires: checks joined by `and`, `or` and `not`.',
      ' >\n  ${1:evt.type = execve}',
    ),
    key(
      'output',
      'The text of the alert; `%field` stands for the value of a field.',
      ' ${1:Text (process=%proc.name)}',
    ),
    key(
      'priority',
      'How serious an alert is.',
      ' ${1|WARNING,NOTICE,INFO,ERROR,CRITICAL,ALERT,EMERGENCY,DEBUG|}',
    ),
    key('tags', 'Words to choose rules by.', ' [${1:host}]'),
    key('source', 'The events that the rule looks at; `syscall` if not given.', ' ${1:syscall}'),
    key('enabled', 'Whether the rule is run; `true` if not given.', ' ${1|true,false|}'),
    key(
      'exceptions',
      'Values that keep the rule quiet, by name.',
      '\n  - name: ${1:name}\n    fields: [${2:proc.name}]\n    comps: [${3:=}]\n    values:\n      - [${4:value}]',
    ),
    key(
      'override',
      'What this item changes in a rule that was loaded before: `append` or `replace` for each key.',
      '\n  ${1:condition}: ${2|append,replace|}',
    ),
    key('capture', 'Whether a capture file is written when the rule fires.', ' ${1|true,false|}'),
    key('capture_duration', 'How long the capture goes on, in milliseconds.', ' ${1:5000}'),
    key(
      'warn_evttypes',
      'Set it to `false` to silence the warning on a condition that matches too many event types.',
      ' ${1|false,true|}',
    ),
    key(
      'skip-if-unknown-filter',
      'Leaves the rule out, with a warning, where Falco does not know one of its fields.',
      ' ${1|true,false|}',
    ),
    {
      ...key('append', 'Appends to the rule of this name. Write `override` instead.', ' ${1|true,false|}'),
      deprecated: true,
    },
  ],
  macro: [
    key('macro', 'The name of the macro; conditions use it like a check.', ' ${1:name}'),
    key('condition', 'What the macro stands for.', ' >\n  ${1:evt.type = execve}'),
    key(
      'override',
      'What this item changes in a macro that was loaded before.',
      '\n  condition: ${1|append,replace|}',
    ),
    {
      ...key('append', 'Appends to the macro of this name. Write `override` instead.', ' ${1|true,false|}'),
      deprecated: true,
    },
  ],
  list: [
    key('list', 'The name of the list; it stands for its items wherever it is written.', ' ${1:name}'),
    key('items', 'The values of the list, names of other lists among them.', ' [${1:value}]'),
    key(
      'override',
      'What this item changes in a list that was loaded before.',
      '\n  items: ${1|append,replace|}',
    ),
    {
      ...key('append', 'Appends to the list of this name. Write `override` instead.', ' ${1|true,false|}'),
      deprecated: true,
    },
  ],
  exception: [
    key('name', 'The name of the exception within its rule.', ' ${1:name}'),
    key('fields', 'The fields that are compared: one, or a list.', ' [${1:proc.name}]'),
    key(
      'comps',
      'How each field is compared; `=` for each of a list if not given, `in` for a single one.',
      ' [${1:=}]',
    ),
    key('values', 'Rows of values, one for each field.', '\n  - [${1:value}]'),
  ],
  override: [
    'condition',
    'output',
    'desc',
    'tags',
    'exceptions',
    'priority',
    'enabled',
    'capture',
    'capture_duration',
    'warn_evttypes',
    'skip-if-unknown-filter',
    'items',
  ].map((name) =>
    key(
      name,
      `Whether \`${name}\` of this item is put after what was there, or in its place.`,
      ' ${1|append,replace|}',
    ),
  ),
  plugin: [
    key('name', 'The name of a plugin.', ' ${1:name}'),
    key('version', 'The lowest version that will do.', ' ${1:0.1.0}'),
    key('alternatives', 'Plugins that serve as well.', '\n  - name: ${1:name}\n    version: ${2:0.1.0}'),
  ],
  version: [
    key('required_engine_version', 'The lowest engine version that can load the file.', ' ${1:0.57.0}'),
    key(
      'required_plugin_versions',
      'Plugins that the file needs, each with its lowest version.',
      '\n  - name: ${1:name}\n    version: ${2:0.1.0}',
    ),
  ],
  detection: [
    key(
      'detection',
      'The name of the detection. What is generated keeps its id by this name.',
      ' ${1:Name of the detection}',
    ),
    key('rule', 'The Falco rule whose alerts it is about.', ' ${1:Name of the rule}'),
    key(
      'where',
      'Which of the alerts: a condition in Falco’s language over the fields that they carry; all of them if not given.',
      ' >\n  ${1:proc.name = sh}',
    ),
    key('description', 'What it detects, for people.', ' ${1:What it detects}'),
    key(
      'severity',
      'Severity in Microsoft Sentinel; from the priority of the rule if not given.',
      ' ${1|High,Medium,Low,Informational|}',
    ),
    key('level', 'Level in Wazuh, 0 to 16; from the priority of the rule if not given.', ' ${1:10}'),
    key('tags', 'Tags, with those of MITRE ATT&CK; those of the rule if not given.', ' [${1:T1059}]'),
    key('enabled', 'Whether anything is generated for it; `true` if not given.', ' ${1|true,false|}'),
    key('sentinel', 'How its analytics rule in Microsoft Sentinel runs.', '\n  kind: ${1|Scheduled,NRT|}'),
  ],
  sentinel: [
    key(
      'kind',
      'Whether it runs on a schedule or, `NRT`, every minute; `Scheduled` if not given.',
      ' ${1|Scheduled,NRT|}',
    ),
    key('frequency', 'How often a scheduled rule runs, `5m` to `14d`.', ' ${1:5m}'),
    key('period', 'How far back a run looks, no less than the frequency, `5m` to `14d`.', ' ${1:5m}'),
    key('threshold', 'More alerts than this make an incident; 0 if not given.', ' ${1:0}'),
  ],
};

/** Whose key one is, by the keys above it and the kind of its item; undefined where no keys are known. */
export function keyOwner(path: readonly string[], kind: Item['kind']): KeyOwner | undefined {
  if (kind === 'test') return testKeyOwner(path);
  switch (path.at(-1)) {
    case undefined:
      return isNameKind(kind) || kind === 'detection' ? kind : kind && 'version';
    case 'override':
      return 'override';
    case 'sentinel':
      return kind === 'detection' ? 'sentinel' : undefined;
    case 'exceptions':
      return 'exception';
    case 'required_plugin_versions':
    case 'alternatives':
      return 'plugin';
    default:
      return undefined;
  }
}
