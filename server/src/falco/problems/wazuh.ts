import { kind } from './kind.ts';
import type { ProblemKind } from './problem.ts';

/**
 * What Wazuh says against a rules file, in our words; what it says itself stands in `wazuh/load/wording.ts`
 * under the same codes. An `error` stops the manager, a `warning` costs a rule or an option.
 */
export const wazuhLoadProblems = {
  'wazuh-xml': error((_path: string, message: string, line: number) => {
    return `Wazuh cannot read this file: ${withoutMark(message)} (line ${line}). The manager does not start with it.`;
  }),
  'wazuh-xml-variable': error((_path: string, message: string) => {
    return `Wazuh cannot apply the variables of this file: ${withoutMark(message)}. Declare the <var> above its use, or leave out the $.`;
  }),
  'wazuh-no-group': error((_path: string) => 'The file holds no <group>. Delete the file or give it rules.'),
  'wazuh-root-element': error((name: string) => {
    return `<${name}> cannot stand here: a rules file holds <group name="…"> elements only.`;
  }),
  'wazuh-group-attributes': error((_name: string) => {
    return 'A <group> at the top needs a name and nothing else: <group name="…,">.';
  }),
  'wazuh-empty-group': error((_name: string) => 'This <group> holds no <rule>. Add one or delete the group.'),
  'wazuh-not-a-rule': error(
    (name: string) => `<${name}> cannot stand here: a group holds <rule> elements only.`,
  ),
  'wazuh-rule-attributes': error((_index: number) => 'A <rule> needs an id and a level.'),
  'wazuh-rule-id': error(
    (value: string) => `The rule id ${quoted(value)} is not a number of at most six digits.`,
  ),
  'wazuh-level': error((value: number) => `The level ${value} is not between 0 and 16.`),
  'wazuh-maxsize': error((value: string) => `maxsize ${quoted(value)} is not a number.`),
  'wazuh-timeframe': error((value: string) => `timeframe ${quoted(value)} is not a number of seconds.`),
  'wazuh-frequency-number': error((value: string) => `frequency ${quoted(value)} is not a number.`),
  'wazuh-frequency-range': error((value: number) => `The frequency ${value} is not between 2 and 9999.`),
  'wazuh-accuracy': error((value: string) => `accuracy ${quoted(value)} is not a number.`),
  'wazuh-ignore-time': error((value: string) => `ignore ${quoted(value)} is not a number of seconds.`),
  'wazuh-overwrite': error((value: string) => `overwrite ${quoted(value)} must be "yes" or "no".`),
  'wazuh-rule-attribute': error((name: string) => {
    return `A rule has no attribute ${quoted(name)}: id, level, maxsize, accuracy, noalert, ignore, frequency, timeframe and overwrite are all.`;
  }),
  'wazuh-invalid-attribute': error(() => 'The manager does not start because of an attribute of this rule.'),
  'wazuh-id-or-level-missing': error((_index: number) => 'This rule has no id or no level that is a number.'),
  'wazuh-rule-without-options': error((id: number) => {
    return `Rule ${id} is empty: it needs a description and something to match.`;
  }),
  'wazuh-decoder': error((name: string) => {
    return `There is no decoder ${quoted(name)}. The name must be one of a loaded decoder, in the same case; JSON events have "json".`;
  }),
  'wazuh-info-attribute': error((name: string) => `<info> has no attribute ${quoted(name)}: type is all.`),
  'wazuh-info-type': error((_name: string, value: string) => {
    return `${quoted(value)} is no type of <info>: text, link, cve and osvdb are all.`;
  }),
  'wazuh-invalid-configuration': error((element: string, content: string) => {
    return `<${element}> cannot be ${quoted(content)}.`;
  }),
  'wazuh-weekday': error((value: string) => `${quoted(value)} is no list of week days.`),
  'wazuh-ip': error((value: string) => `${quoted(value)} is no IP address or network.`),
  'wazuh-too-long': error((text: string) => {
    return `${text.length} characters are too many: Wazuh drops texts of 2048 bytes or more.`;
  }),
  'wazuh-pattern': error(
    (tag: string, id: number) => `Wazuh cannot read the pattern of ${quoted(tag)} in rule ${id}.`,
  ),
  'wazuh-regex': error(
    (pattern: string, _code: number) => `Wazuh cannot read the pattern ${quoted(pattern)}.`,
  ),
  'wazuh-too-many-fields': error(
    (id: number) => `Rule ${id} has more <field> elements than a decoder has fields.`,
  ),
  'wazuh-field-attributes': error((id: number) => `A <field> of rule ${id} has no name: <field name="…">.`),
  'wazuh-field-name': error((id: number) => `A <field> of rule ${id} has no name: <field name="…">.`),
  'wazuh-static-field': error((id: number, name: string) => {
    const low = name.toLowerCase();
    const element = low === 'srcuser' || low === 'dstuser' ? 'user' : low; // of the two users <user> takes one
    return `Rule ${id}: ${quoted(name)} has an element of its own, write <${element}> instead of <field>.`;
  }),
  'wazuh-list-lookup': error((value: string) => `${quoted(value)} is no way to look into a list.`),
  'wazuh-list-attribute': error(
    (_value: string) => 'A <list> has field, lookup and check_value, nothing else.',
  ),
  'wazuh-list-field': error(() => 'A <list> needs to know what to look up: <list field="…">.'),
  'wazuh-list-attributes': error(() => 'A <list> needs to know what to look up: <list field="…">.'),
  'wazuh-compiled-rule': error((name: string) => `Wazuh has no compiled rule ${quoted(name)}.`),
  'wazuh-category': error((name: string) => {
    return `${quoted(name)} is no category: firewall, ids, syslog, web-log, squid, windows and ossec are all.`;
  }),
  'wazuh-option-value': error((value: string) => {
    return `${quoted(value)} is no option. One <options> holds one of alert_by_email, no_email_alert, log_alert, no_log, no_ar, no_full_log, no_counter, in small letters.`;
  }),
  'wazuh-option': error((name: string, id: number) => `<${name}> in rule ${id} is nothing that Wazuh knows.`),
  'wazuh-ignore-option': error(
    (_name: string, content: string) => `${quoted(content)} is no list of fields.`,
  ),
  'wazuh-description': error((id: number) => `Rule ${id} has no <description>, or one that is too long.`),
  'wazuh-correlation': error((id: number) => {
    return `Rule ${id} counts or compares events, but does not say which: add if_matched_sid or if_matched_group.`;
  }),
  'wazuh-mitre-option': error((name: string, _id: number) => {
    return `<${name}> cannot stand in <mitre>: id, or tacticID with techniqueID.`;
  }),
  'wazuh-noalert': warning(() => 'noalert must be "0" or "1".'),
  'wazuh-attribute-value': warning((value: string, name: string, _id: number) => {
    return `${quoted(value)} is no value of ${name}: Wazuh takes the usual one.`;
  }),
  'wazuh-overwrite-parent': warning((option: string, id: number) => {
    return `Rule ${id} keeps its ${option}: overwriting cannot change it.`;
  }),
  'wazuh-level-not-found': warning((level: number, id: number) => {
    return `No rule loaded so far has a level of ${level / 100} or more: rule ${id} is left out.`;
  }),
  'wazuh-if-level': warning((value: string, id: number) => {
    return `if_level ${quoted(value)} is not a number above 0: rule ${id} is left out.`;
  }),
  'wazuh-group-not-found': warning((group: string, id: number) => {
    return `No rule loaded so far has a group like ${quoted(group)}: rule ${id} is left out.`;
  }),
  'wazuh-category-not-found': warning((id: number) => {
    return `Rule ${id} is left out: the file is read before Wazuh's first rules. Choose a file name that sorts later.`;
  }),
  'wazuh-duplicate-id': warning((id: number) => `There is a rule ${id} already: this one is left out.`),
  'wazuh-overwrite-missing': warning(
    (id: number) => `There is no rule ${id} to overwrite; it is loaded as a new one.`,
  ),
  'wazuh-if-matched-sid': warning((value: string, id: number) => {
    return `if_matched_sid ${quoted(value)} is not one rule id: rule ${id} is left out.`;
  }),
  'wazuh-list-not-loaded': warning((list: string, id: number) => {
    return `The list ${quoted(list)} is not declared in ossec.conf: rule ${id} is left out.`;
  }),
  'wazuh-parent-not-found': warning((parent: number, id: number) => {
    return `Rule ${id} names a parent ${parent} that is not loaded before it.`;
  }),
  'wazuh-if-sid': warning((value: string, id: number) => {
    return `if_sid ${quoted(value)} is no list of rule ids: rule ${id} is left out.`;
  }),
  'wazuh-sid-number': warning((option: string, id: number) => {
    return `A line feed ends the ${option} of rule ${id}: Wazuh complains about it, and reads what stands before it.`;
  }),
  'wazuh-no-parent': warning((id: number) => `None of its parents is loaded: rule ${id} is left out.`),
  'wazuh-matched-not-found': warning((parent: number, id: number) => {
    return `Rule ${id} counts events of rule ${parent}, which is not loaded before it: rule ${id} is left out.`;
  }),
  'wazuh-deprecated-option': warning((name: string) => `<${name}> does nothing any more.`),
  'wazuh-tree-size': warning((id: number) => {
    return `Rule ${id} is left out here: the rules before it have so many parents that their tree is too large to hold.`;
  }),
  'wazuh-mitre-empty': warning((id: number) => `<mitre> of rule ${id} is empty.`),
  'wazuh-mitre-no-technique': warning((id: number) => `<mitre> of rule ${id} has an empty technique.`),
  'wazuh-mitre-no-tactic': warning((id: number) => `<mitre> of rule ${id} has an empty tactic.`),
  'wazuh-mitre-mixed-block': warning((_id: number) => {
    return 'One <mitre> cannot hold id next to tacticID or techniqueID: it is dropped.';
  }),
  'wazuh-mitre-mixed-rule': warning((id: number) => {
    return `Rule ${id} has both forms of <mitre>: the id form is dropped.`;
  }),
  'wazuh-mitre-several': warning((_id: number) => {
    return 'One <mitre> holds one tacticID and one techniqueID: this one is dropped.';
  }),
  'wazuh-mitre-tactic-missing': warning((_id: number) => 'techniqueID needs a tacticID beside it.'),
  'wazuh-mitre-technique-missing': warning((_id: number) => 'tacticID needs a techniqueID beside it.'),
} as const;

/** What there is to say about the rules that are generated for Wazuh, and about the published recipe. */
export const wazuhGenerationProblems = {
  'wazuh-rule-priority': error((rule: string, priority: string) => {
    return `Rule ${quoted(rule)} has no Wazuh rule of its own: ${quoted(priority)} is no priority.`;
  }),
  'wazuh-rule-name': error((rule: string) => {
    return `Rule ${quoted(rule)} has no Wazuh rule of its own: its name is empty or too long for a pattern.`;
  }),
  'wazuh-rule-name-cut': warning((rule: string) => {
    return `Wazuh sees the name of rule ${quoted(rule)} only up to its zero character.`;
  }),
  'wazuh-rule-name-repeated': warning((rule: string) => {
    return `Two rules are called ${quoted(rule)} as far as Wazuh can see: they share one Wazuh rule.`;
  }),
  'wazuh-level-value': warning((priority: string, level: number) => {
    return `${level} is no Wazuh level for ${priority}: levels are whole numbers from 0 to 16. The usual one is taken.`;
  }),
  'wazuh-level-silent': info((priority: string) => {
    return `Alerts of priority ${priority} get level 0: Wazuh shows none of them.`;
  }),
  'wazuh-groups-cut': warning((rule: string) => {
    return `Rule ${quoted(rule)} has more tags than fit into the groups of a Wazuh rule.`;
  }),
  'wazuh-lock-line': warning((line: string) => {
    return `The earlier file's list of ids has a line that cannot be read: ${quoted(line)}. A rule may get a new id.`;
  }),
  'wazuh-id-moved': warning((rule: string, from: number, to: number) => {
    return `Rule ${quoted(rule)} had the id ${from}, which another file uses: it has ${to} now.`;
  }),
  'wazuh-id-range': warning((last: number) => {
    return `The ids up to ${last} are used up: further rules get higher ones.`;
  }),
  'wazuh-id-convention': warning((id: number) => {
    return `Id ${id} lies outside 100000 to 120000, the ids that Wazuh leaves to its users.`;
  }),
  'wazuh-id-none': error(
    (rule: string) => `Rule ${quoted(rule)} has no Wazuh rule: no id of six digits is left.`,
  ),
  'wazuh-cannot-express': error((reason: string) => `Wazuh cannot say this: ${reason}.`),
  'wazuh-where-too-large': error((most: number) => {
    return `This takes more than ${most} Wazuh rules: split it into several detections, or leave alternatives out.`;
  }),
  'wazuh-where-too-long': error(() => {
    return 'What must not be there is too long for a Wazuh rule, which takes 2,047 bytes: split it into several detections.';
  }),
  'wazuh-path': error((path: string) => {
    return `${quoted(path)} cannot stand in Wazuh's configuration: use a path without quotes, <, >, & and control characters.`;
  }),
  'wazuh-recipe-id-taken': error((id: number) => {
    return `Another file uses the id ${id}, which the published recipe needs. Use the sturdy profile, or move the other rule.`;
  }),
  'wazuh-recipe-discriminator': warning(() => {
    return 'These rules see an alert only where Falco adds wazuh_integration to it: the append_output entry must be there, with extra_fields as a list. Without it Error-like text falls to Wazuh rule 1002, below the level that is logged.';
  }),
  'wazuh-recipe-internal-alerts': warning(() => {
    return "Falco's own alerts, such as dropped events, carry no wazuh_integration: these rules never see them.";
  }),
  'wazuh-recipe-output-fields': warning(() => {
    return 'With json_include_output_fields_property switched off in Falco no alert is seen at all.';
  }),
  'wazuh-recipe-debug': info(() => {
    return 'The published recipe has no rule for Debug: such alerts end on its base rule, level 0. Rule 100608 is added here.';
  }),
  'wazuh-recipe-anchors': info(() => {
    return 'The published recipe finds "falco" and the priorities anywhere in their fields and in any case; here they are anchored.';
  }),
  'wazuh-recipe-description': info(() => {
    return 'The published recipe shows $(output): where that reaches 1,024 bytes Wazuh shows the bare template. Here the rule is named instead.';
  }),
  'wazuh-recipe-mail': info(() => {
    return 'Critical, Alert and Emergency have level 12 and above: a manager with mail switched on sends a mail for each.';
  }),
  'wazuh-syslog-header': info(() => {
    return 'Wazuh does not decode JSON behind a syslog header: send the plain file, not the system log.';
  }),
} as const;

/** What only this tool finds in a file of Wazuh rules: Wazuh loads it and does something else than it says. */
export const wazuhTrapProblems = {
  'wazuh-xml-declaration': error(() => {
    return 'Wazuh reads no XML declaration, and the manager does not start with one. Delete it.';
  }),
  'wazuh-cdata': error(() => {
    return 'Wazuh knows no CDATA and takes it for a comment: what stands in it is not there. Write the text as it is, a < as \\<.';
  }),
  'wazuh-entity': warning((entity: string, advice: string) => {
    return `Wazuh does not decode ${quoted(entity)}: it looks for these very characters. ${advice}`;
  }),
  'wazuh-unknown-decoder': info((name: string) => {
    return `Wazuh has no decoder ${quoted(name)} of its own: where the manager has no decoder file with that name either it does not start. Decoder files of this workspace are looked into.`;
  }),
  'wazuh-group-comma': warning((before: string, after: string) => {
    return `${quoted(before)} does not end in a comma, so the next group is joined to it: Wazuh reads ${quoted(before + after)}.`;
  }),
  'wazuh-shadowed': warning((id: number, by: number, byLevel: number) => {
    return `Rule ${id} is never reached: rule ${by} (level ${byLevel}) is tried before it and takes every event that it asks for.`;
  }),
  'wazuh-priority-anchor': info((pattern: string) => {
    return `${quoted(pattern)} is found anywhere in the priority: write it between ^ and $.`;
  }),
  'wazuh-description-length': warning((field: string) => {
    return `The value of $(${field}) can be long: where it brings the description to 1,024 bytes Wazuh shows the bare template.`;
  }),
  'wazuh-parent-later': warning((parent: number, id: number, file: string) => {
    return `Rule ${parent} is loaded after rule ${id}, in ${quoted(file)}: Wazuh does not find it. Files are loaded by name, rules in their order.`;
  }),
  'wazuh-never-matches': warning((id: number) => {
    return `Rule ${id} matches no alert of Falco: no priority fits all that it and the rules above it ask for.`;
  }),
  'wazuh-unknown-field': warning((name: string, better: string) => {
    return `An alert of Falco has no field ${quoted(name)}: write ${quoted(better)}.`;
  }),
  'wazuh-unknown-output-field': info((name: string) => {
    return `Falco has no field ${quoted(name)}: an alert carries it only where Falco's append_output adds it.`;
  }),
  'wazuh-counts-silent-rule': warning((id: number, counted: number) => {
    return `Rule ${id} never fires: it counts events of rule ${counted}, and Wazuh remembers none of a rule of level 0.`;
  }),
} as const;

/** All problems of this room. */
export const wazuhProblems = {
  ...wazuhLoadProblems,
  ...wazuhTrapProblems,
  ...wazuhGenerationProblems,
} as const;

/** A code of the trap table. */
export type WazuhTrapCode = keyof typeof wazuhTrapProblems;

/** A code of the second table. */
export type WazuhGenerationCode = keyof typeof wazuhGenerationProblems;

/** A code of the first table. */
export type WazuhLoadCode = keyof typeof wazuhLoadProblems;

/** What a code's message is made of. */
export type WazuhLoadArguments<Code extends WazuhLoadCode> = Parameters<
  (typeof wazuhLoadProblems)[Code]['message']
>;

function error<Arguments extends readonly unknown[]>(
  message: (...args: Arguments) => string,
): ProblemKind<Arguments> {
  return kind('error', message);
}

function warning<Arguments extends readonly unknown[]>(
  message: (...args: Arguments) => string,
): ProblemKind<Arguments> {
  return kind('warning', message);
}

function info<Arguments extends readonly unknown[]>(
  message: (...args: Arguments) => string,
): ProblemKind<Arguments> {
  return kind('info', message);
}

function quoted(value: string): string {
  const short = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return `\`${short}\``;
}

function withoutMark(message: string): string {
  return message.replace(/^XMLERR: /, '').replace(/\.$/, '');
}
