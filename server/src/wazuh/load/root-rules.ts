import type { RulesFile } from './read-file.ts';

/** Categories of decoders, in the order of the first rules. */
export const rootCategories: readonly string[] = [
  'syslog',
  'firewall',
  'ids',
  'web-log',
  'squid',
  'windows',
  'ossec',
];

/** The first rules of every Wazuh manager: one for each category of decoders, level 0, never an alert. */
export const rootRules: RulesFile = {
  name: '0010-rules_config.xml',
  path: 'ruleset/rules/0010-rules_config.xml',
  text: rootCategories.map(rootRule).join('\n'),
};

function rootRule(category: string, index: number): string {
  return `<group name="${category},">
  <rule id="${index + 1}" level="0" noalert="1">
    <category>${category}</category>
    <description>Every event of a ${category} decoder</description>
  </rule>
</group>`;
}
