import { rootCategories } from '../../wazuh/load/root-rules.ts';
import { alertOptionNames } from '../../wazuh/options/alert-options.ts';
import { lookupNames } from '../../wazuh/options/list.ts';

/** An element or attribute of a rules file, explained. */
export interface Word {
  readonly name: string;
  /** Markdown. */
  readonly description: string;
  /** All values that it can have, where these are few. */
  readonly values?: readonly string[];
}

const patternNote = (usual: string) =>
  `Usually ${usual}; \`type="osmatch|osregex|pcre2"\` says otherwise. Where the event has no such value the rule does not match, with \`negate="yes"\` either.`;

/** The options of a `<rule>`. Source: SEMANTICS.md, and the options that the loader reads. */
export const ruleOptions: readonly Word[] = [
  {
    name: 'decoded_as',
    description:
      'The name of the decoder that took the event, in the same case: `json` for the alerts of Falco.',
  },
  { name: 'field', description: `A pattern for one decoded field. ${patternNote('OSRegex')}` },
  { name: 'match', description: `A pattern for the whole event. ${patternNote('OSMatch')}` },
  { name: 'regex', description: `A pattern for the whole event. ${patternNote('OSRegex')}` },
  {
    name: 'if_sid',
    description:
      'The ids of the rules that this one hangs under, any of them. They must be loaded before: files by name, rules from the top.',
  },
  {
    name: 'if_group',
    description: 'Hangs the rule under every rule loaded so far whose groups contain this text, in any case.',
  },
  {
    name: 'if_level',
    description: 'Hangs the rule under every rule loaded so far of this level or more; level 0 counts as 99.',
  },
  {
    name: 'if_matched_sid',
    description:
      'Counts the events that ended on this one rule, which must be loaded before and have a level above 0. Needs `frequency` and `timeframe`.',
  },
  {
    name: 'if_matched_group',
    description: 'Counts the events of all rules whose groups match. Needs `frequency` and `timeframe`.',
  },
  { name: 'if_matched_regex', description: 'Counts the earlier events whose text matches this OSRegex.' },
  {
    name: 'description',
    description:
      'What the alert says. `$(field)` is replaced by the value of a decoded field; where that makes 1,024 bytes or more the alert shows the text as it is here.',
  },
  {
    name: 'group',
    description:
      'Groups of the rule, joined without anything between to those of the `<group>` around it: end both with a comma.',
  },
  { name: 'options', description: 'One word about the alert in each element.', values: alertOptionNames },
  {
    name: 'mitre',
    description:
      'Places in the ATT&CK matrix: `<id>T1059</id>` for each technique, or one `<tacticID>` with one `<techniqueID>`.',
  },
  {
    name: 'list',
    description:
      'Looks the value of a field up in a CDB list, which `ossec.conf` must declare: `<list field="…" lookup="…">etc/lists/name</list>`.',
  },
  {
    name: 'category',
    description: 'The kind of decoder; `syslog` for JSON.',
    values: rootCategories,
  },
  { name: 'program_name', description: `The program in the syslog header. ${patternNote('OSMatch')}` },
  { name: 'location', description: `Where the event comes from. ${patternNote('OSMatch')}` },
  { name: 'hostname', description: `The host in the syslog header, or the agent. ${patternNote('OSMatch')}` },
  { name: 'srcip', description: 'Addresses or networks of the source; `!` before one negates.' },
  { name: 'dstip', description: 'Addresses or networks of the destination; `!` before one negates.' },
  ...[
    'srcport',
    'dstport',
    'protocol',
    'user',
    'url',
    'id',
    'status',
    'data',
    'extra_data',
    'system_name',
  ].map((name) => ({ name, description: `The static field \`${name}\`. ${patternNote('OSMatch')}` })),
  { name: 'srcgeoip', description: `Where the source is. ${patternNote('OSMatch')}` },
  { name: 'dstgeoip', description: `Where the destination is. ${patternNote('OSMatch')}` },
  { name: 'action', description: 'The static field `action`, which must be equal.' },
  { name: 'time', description: 'The time of day: `6 pm - 8:30 am`.' },
  { name: 'weekday', description: 'Days of the week: `monday - friday`, `weekdays`, `weekends`.' },
  { name: 'same_field', description: 'Counted events have the same value in this field.' },
  { name: 'different_field', description: 'Counted events have another value in this field.' },
  { name: 'global_frequency', description: 'Counts events of all agents together.' },
  { name: 'check_diff', description: 'Matches where the event differs from the last one of this rule.' },
  { name: 'if_fts', description: 'Matches what the decoder sees for the first time.' },
  { name: 'ignore', description: 'Fields whose values are noted, so that `check_if_ignored` finds them.' },
  { name: 'check_if_ignored', description: 'Does not alert where these values were noted by `ignore`.' },
  { name: 'info', description: 'Something more to say: a text, a link or a number of a vulnerability.' },
  ...['same_source_ip', 'same_id', 'same_user', 'same_location', 'same_protocol', 'same_url'].map((name) => ({
    name,
    description: 'Counted events have the same value there.',
  })),
  ...['different_url', 'different_srcip', 'different_srcport', 'different_user'].map((name) => ({
    name,
    description: 'Counted events have another value there.',
  })),
];

const yesNo = ['yes', 'no'];
const patternAttributes: readonly Word[] = [
  { name: 'type', description: 'How the pattern is read.', values: ['osmatch', 'osregex', 'pcre2'] },
  { name: 'negate', description: 'Matches where the pattern does not.', values: yesNo },
];
const patternOptions = new Set(
  'match regex program_name location hostname srcport dstport protocol user url id status data extra_data system_name srcgeoip dstgeoip action'.split(
    ' ',
  ),
);

const ruleAttributes: readonly Word[] = [
  {
    name: 'id',
    description: 'A number of at most six digits. Wazuh leaves 100000 to 120000 to its users.',
  },
  {
    name: 'level',
    description:
      'From 0 to 16. Alerts are written from level 3 on and mailed from 12 on, as the manager is set up. Level 0 never alerts, and is tried before its siblings.',
    values: Array.from({ length: 17 }, (_, level) => String(level)),
  },
  { name: 'frequency', description: 'How many events make the rule fire, from 2 on.' },
  { name: 'timeframe', description: 'Seconds that a counting rule looks back (360).' },
  { name: 'ignore', description: 'Seconds without another alert of this rule.' },
  { name: 'overwrite', description: 'Takes the place of the rule of this id.', values: yesNo },
  {
    name: 'noalert',
    description: '`1`: siblings are tried after it, and it never alerts.',
    values: ['0', '1'],
  },
  { name: 'maxsize', description: 'The most bytes of an event.' },
  { name: 'accuracy', description: '`0`: tried after all its siblings.' },
];

const attributes: ReadonlyMap<string, readonly Word[]> = new Map([
  ['rule', ruleAttributes],
  ['group', [{ name: 'name', description: 'Groups of all rules in it. End the list with a comma.' }]],
  ['var', [{ name: 'name', description: 'The name by which `$name` stands for the text, in this file.' }]],
  [
    'field',
    [
      {
        name: 'name',
        description: 'The name of a decoded field; of JSON the keys with dots: `output_fields.proc.name`.',
      },
      ...patternAttributes,
    ],
  ],
  [
    'list',
    [
      { name: 'field', description: 'The field whose value is looked up.' },
      { name: 'lookup', description: 'How it is looked up.', values: lookupNames },
      { name: 'check_value', description: 'A pattern for the value that stands in the list.' },
    ],
  ],
  ['info', [{ name: 'type', description: 'What it is.', values: ['text', 'link', 'cve', 'osvdb'] }]],
]);

/** The attributes that an element can have. */
export function attributesOf(element: string): readonly Word[] {
  return attributes.get(element) ?? (patternOptions.has(element) ? patternAttributes : []);
}

/** What can stand in an element. */
export function elementsIn(element: string | undefined): readonly Word[] {
  switch (element) {
    case undefined:
      return [
        { name: 'group', description: 'Rules, and the groups that all of them belong to.' },
        { name: 'var', description: 'A text for which `$name` stands in this file.' },
      ];
    case 'group':
      return [{ name: 'rule', description: 'What to ask of an event, and what to say of it.' }];
    case 'rule':
      return ruleOptions;
    case 'mitre':
      return [
        { name: 'id', description: 'A technique: `T1059` or `T1059.004`.' },
        { name: 'tacticID', description: 'A tactic, with one technique beside it: `TA0002`.' },
        { name: 'techniqueID', description: 'The technique that belongs to the tactic.' },
      ];
    default:
      return [];
  }
}
