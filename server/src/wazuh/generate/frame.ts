import type { Profile } from './input.ts';
import { type PriorityName, priorities, priorityText } from './priority.ts';
import type { RuleText } from './writer.ts';

/** Levels for all priorities. */
export type Levels = Readonly<Record<PriorityName, number>>;

/** True for a level that Wazuh takes. */
export function isLevel(level: number | undefined): level is number {
  return level !== undefined && Number.isInteger(level) && level >= 0 && level <= 16;
}

/** The option that keeps the raw line out of alerts: everything in it is decoded already. */
export const noFullLog = '<options>no_full_log</options>';

/**
 * The base rule, which takes every Falco alert and alerts on none, and one rule for each priority below it.
 * The sturdy base asks for a priority, a rule's name and one of Falco's own keys: old and new alerts have
 * them, and none of Wazuh's own JSON samples does. Source: SEMANTICS.md, last section.
 */
export function frameRules(base: number, levels: Levels, profile: Profile): readonly RuleText[] {
  return [
    baseRule(base, profile),
    ...priorities.map(({ name, place }) => ladderRule(base, place, name, levels)),
  ];
}

function baseRule(base: number, profile: Profile): RuleText {
  const signs = profile === 'sturdy' ? sturdySigns() : recipeSigns();
  const description = '<description>Falco: any alert</description>';
  return {
    id: base,
    level: 0,
    elements: ['<decoded_as>json</decoded_as>', ...signs, description, noFullLog],
  };
}

function sturdySigns(): readonly string[] {
  const all = priorities.map(({ name }) => priorityText(name)).join('|');
  return [
    `<field name="priority" type="pcre2">(?i)^(?:${all})$</field>`,
    '<field name="rule" type="pcre2">(?s).</field>',
    '<match>"output":|"output_fields":</match>',
  ];
}

function recipeSigns(): readonly string[] {
  return ['<field name="output_fields.wazuh_integration" type="pcre2">^falco$</field>'];
}

function ladderRule(base: number, place: number, name: PriorityName, levels: Levels): RuleText {
  return {
    id: base + place,
    level: levels[name],
    elements: [
      `<if_sid>${base}</if_sid>`,
      `<field name="priority" type="pcre2">(?i)^${priorityText(name)}$</field>`,
      `<description>Falco ${name}: $(rule)</description>`,
      noFullLog,
    ],
  };
}
