import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import { readAddress } from '../options/address.ts';
import { readAlertOption } from '../options/alert-options.ts';
import { readCategory } from '../options/category.ts';
import { readCheckDiff } from '../options/check-diff.ts';
import {
  readDeprecated,
  readDifferent,
  readDifferentField,
  readGlobalFrequency,
  readSame,
  readSameField,
} from '../options/comparison.ts';
import { readCompiledRule } from '../options/compiled-rule.ts';
import { readDayTime } from '../options/day-time.ts';
import { readDecodedAs } from '../options/decoded-as.ts';
import { readDescription } from '../options/description.ts';
import { readField } from '../options/field.ts';
import { readFirstTime } from '../options/first-time.ts';
import { readGroup } from '../options/group.ts';
import { readCve, readInfo } from '../options/info.ts';
import { readList } from '../options/list.ts';
import { readIfMatchedGroup, readIfMatchedRegex, readIfMatchedSid } from '../options/matched.ts';
import { readMitre } from '../options/mitre.ts';
import { readNoteCheck, readNotes } from '../options/noted-fields.ts';
import { readIfGroup, readIfLevel, readIfSid } from '../options/parents.ts';
import { readTextOption, textOptionNames } from '../options/text-pattern.ts';
import { readWeekDay } from '../options/week-day.ts';
import type { XmlElement } from '../xml/document.ts';
import type { OptionContext, OptionReader, RuleDraft, Verdict } from './draft.ts';
import type { CorrelatedField } from './rule.ts';

/** Options whose name counts in any case. */
const anyCase: ReadonlyMap<string, OptionReader> = new Map<string, OptionReader>([
  ...textOptionNames.map((name) => [name, readTextOption(name)] as const),
  ['decoded_as', readDecodedAs],
  ['field', readField],
  ['srcip', readAddress('srcip')],
  ['dstip', readAddress('dstip')],
  ['time', readDayTime],
  ['weekday', readWeekDay],
  ['list', readList],
  ['cve', readCve],
  ['info', readInfo],
  ['group', readGroup],
  ['description', readDescription],
  ['compiled_rule', readCompiledRule],
  ['category', readCategory],
  ['if_sid', readIfSid],
  ['if_level', readIfLevel],
  ['if_group', readIfGroup],
  ['if_matched_regex', readIfMatchedRegex],
  ['if_matched_group', readIfMatchedGroup],
  ['if_matched_sid', readIfMatchedSid],
  ['if_fts', readFirstTime],
  ['check_diff', readCheckDiff],
  ['same_field', readSameField],
  ['not_same_field', readDifferentField],
  ['different_field', readDifferentField],
  ['same_agent', readDeprecated('same_agent')],
  ['not_same_agent', readDeprecated('not_same_agent')],
  ['global_frequency', readGlobalFrequency],
  ['options', readAlertOption],
  ['ignore', readNotes],
  ['check_if_ignored', readNoteCheck],
  ['mitre', readMitre],
  ...sameOptions({
    same_source_ip: 'srcip',
    same_srcip: 'srcip',
    same_dstip: 'dstip',
    same_src_port: 'srcport',
    same_srcport: 'srcport',
    same_dst_port: 'dstport',
    same_dstport: 'dstport',
    same_protocol: 'protocol',
    same_action: 'action',
    same_location: 'location',
    same_srcuser: 'srcuser',
    same_user: 'dstuser',
  }),
  ...differentOptions({
    different_dstip: 'dstip',
    different_src_port: 'srcport',
    different_srcport: 'srcport',
    different_dst_port: 'dstport',
    different_dstport: 'dstport',
    different_srcuser: 'srcuser',
    different_user: 'dstuser',
    not_same_user: 'dstuser',
    different_location: 'location',
  }),
]);

/** Options whose name must be written in small letters; anything else is unknown to Wazuh. */
const exactCase: ReadonlyMap<string, OptionReader> = new Map<string, OptionReader>([
  ...sameOptions({
    same_id: 'id',
    same_url: 'url',
    same_data: 'data',
    same_extra_data: 'extra_data',
    same_status: 'status',
    same_system_name: 'system_name',
    same_srcgeoip: 'srcgeoip',
    same_dstgeoip: 'dstgeoip',
  }),
  ...differentOptions({
    different_srcip: 'srcip',
    not_same_source_ip: 'srcip',
    different_protocol: 'protocol',
    different_action: 'action',
    different_id: 'id',
    not_same_id: 'id',
    different_url: 'url',
    different_data: 'data',
    different_extra_data: 'extra_data',
    different_status: 'status',
    different_system_name: 'system_name',
    different_srcgeoip: 'srcgeoip',
    different_dstgeoip: 'dstgeoip',
  }),
]);

/** The names of all options of a rule, as Wazuh's documentation writes them. */
export const ruleOptionNames: readonly string[] = [...anyCase.keys(), ...exactCase.keys()];

/** Reads one option of a rule; an unknown one gives the ruleset up. Source: SEMANTICS.md "Loading" 9. */
export function readRuleOption(draft: RuleDraft, element: XmlElement, context: OptionContext): Verdict {
  const reader = exactCase.get(element.name) ?? anyCase.get(lowerAscii(element.name));
  if (reader !== undefined) return reader(draft, element, context);
  context.report('wazuh-option', element.nameSpan, element.name, draft.attributes.id!);
  return 'abort';
}

function sameOptions(names: Readonly<Record<string, CorrelatedField>>): [string, OptionReader][] {
  return Object.entries(names).map(([name, field]) => [name, readSame(field)]);
}

function differentOptions(names: Readonly<Record<string, CorrelatedField>>): [string, OptionReader][] {
  return Object.entries(names).map(([name, field]) => [name, readDifferent(field)]);
}
