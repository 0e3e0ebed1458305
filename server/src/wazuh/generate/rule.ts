import { isLevel, type Levels, noFullLog } from './frame.ts';
import type { FalcoRuleInput, GenerateProblem } from './input.ts';
import { namePattern } from './name-pattern.ts';
import { priorities, readPriority } from './priority.ts';
import { generationProblem } from './problem.ts';
import { safeText } from './safe-text.ts';
import { groupsOf, techniques } from './tags.ts';
import type { RuleText } from './writer.ts';

/** Leaves room for the values of a few fields below Wazuh's 1,024 bytes. */
const maxNameBytes = 300;

/** What all rules of a file share. */
export interface RuleSetting {
  readonly base: number;
  readonly levels: Levels;
  readonly descriptionFields: readonly string[];
  /** All names, by which a rule knows whether its pattern must be strict. */
  readonly names: ReadonlySet<string>;
}

/**
 * The Wazuh rule of one Falco rule, below the ladder's rule of its priority; undefined, with a problem, for a
 * rule that cannot have one.
 */
export function ruleText(
  rule: FalcoRuleInput,
  id: number,
  setting: RuleSetting,
  problems: GenerateProblem[],
): RuleText | undefined {
  const { name, tags } = rule;
  const priority = priorities.find((candidate) => candidate.name === readPriority(rule.priority));
  const pattern = namePattern(name, setting.names.has(`${name}\n`));
  if (priority === undefined)
    problems.push(generationProblem('wazuh-rule-priority', name, name, rule.priority));
  if (pattern === undefined) problems.push(generationProblem('wazuh-rule-name', name, name));
  if (priority === undefined || pattern === undefined) return undefined;
  const groups = groupsOf(tags);
  if (groups.cut) problems.push(generationProblem('wazuh-groups-cut', name, name));
  const elements = [
    `<if_sid>${setting.base + priority.place}</if_sid>`,
    `<field name="rule" type="pcre2">${pattern}</field>`,
    `<description>${description(name, setting.descriptionFields)}</description>`,
    ...mitre(techniques(tags)),
    ...(groups.text === '' ? [] : [`<group>${groups.text}</group>`]),
    noFullLog,
  ];
  const level = isLevel(rule.level) ? rule.level : setting.levels[priority.name];
  return { id, level, rule: name, elements };
}

/** What an analyst reads: a name with the values of some fields. */
export function description(name: string, fields: readonly string[], maxBytes = maxNameBytes): string {
  const values = fields.filter((field) => /^[\w.[\]-]+$/.test(field)).map((field) => `$(${field})`);
  return `Falco: ${safeText(name, maxBytes)}${values.length === 0 ? '' : ` (${values.join(', ')})`}`;
}

/** The element for some techniques; none where there are none. */
export function mitre(ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`<mitre>${ids.map((id) => `<id>${id}</id>`).join('')}</mitre>`];
}
