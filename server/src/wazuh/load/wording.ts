import type { WazuhLoadArguments, WazuhLoadCode } from '../../falco/problems/wazuh.ts';

type Wordings = {
  readonly [Code in WazuhLoadCode]: ((...args: WazuhLoadArguments<Code>) => string) | undefined;
};

/**
 * Wazuh's own words for each problem, as its log and its logtest API give them; undefined where it stops
 * without a word. Source: the messages in probes.jsonl and the behaviour of 4.14.7.
 */
export const wazuhWording: Wordings = {
  'wazuh-xml': (path, message, line) =>
    `(1226): Error reading XML file '${path}': ${message} (line ${line}).`,
  'wazuh-xml-variable': (path, message) => `(1227): Error applying XML variables '${path}': ${message}.`,
  'wazuh-no-group': (path) => `(1202): Configuration error at '${path}'.`,
  'wazuh-root-element': (name) => `rules_op: Invalid root element "${name}".Only "group" is allowed`,
  'wazuh-group-attributes': (name) =>
    `rules_op: Invalid root element '${name}'.Only the group name is allowed`,
  'wazuh-empty-group': (name) => `Group '${name}' without any rule.`,
  'wazuh-not-a-rule': (name) => `Invalid configuration. '${name}' is not a valid element.`,
  'wazuh-rule-attributes': (index) => `Invalid rule '${index}'. You must specify an ID and a level at least.`,
  'wazuh-rule-id': (value) => `rules_op: Invalid rule id: ${value}. Must be integer (max 6 digits)`,
  'wazuh-level': (value) => `rules_op: Invalid level: ${value}. Must be an integer between 0 and 16.`,
  'wazuh-maxsize': (value) => `rules_op: Invalid maxsize: ${value}. Must be integer`,
  'wazuh-timeframe': (value) => `rules_op: Invalid timeframe: ${value}. Must be integer (max 5 digits)`,
  'wazuh-frequency-number': (value) => `rules_op: Invalid frequency: ${value}. Must be integer`,
  'wazuh-frequency-range': (value) => {
    return `rules_op: Invalid frequency: ${value}. Must be higher than 1 and lower than 10000.`;
  },
  'wazuh-accuracy': (value) => `rules_op: Invalid accuracy: ${value}. Must be integer`,
  'wazuh-ignore-time': (value) => `rules_op: Invalid ignore_time: ${value}. Must be integer (max 6 digits)`,
  'wazuh-overwrite': (value) => `rules_op: Invalid overwrite: ${value}. Can only by 'yes' or 'no'.`,
  'wazuh-rule-attribute': (name) => {
    return `rules_op: Invalid attribute "${name}". Only id, level, maxsize, accuracy, noalert, ignore, frequency and timeframe are allowed.`;
  },
  'wazuh-invalid-attribute': () => 'Invalid attribute for rule.',
  'wazuh-id-or-level-missing': (index) => `No rule id or level specified for rule '${index}'.`,
  'wazuh-rule-without-options': (id) => {
    return `Rule '${id}' without any option. It may lead to false positives and some other problems for the system. Exiting.`;
  },
  'wazuh-decoder': (name) => `Invalid decoder name: '${name}'.`,
  'wazuh-info-attribute': (name) => `rules_op: Element info has invalid attribute "${name}"`,
  'wazuh-info-type': (name, value) =>
    `rules_op: Element info attribute "${name}" has invalid value "${value}"`,
  'wazuh-invalid-configuration': (element, content) => {
    return `(1274): Invalid configuration. Element '${element}': ${content}.`;
  },
  'wazuh-weekday': (value) => `(1241): Invalid day format: '${value}'.`,
  'wazuh-ip': (value) => `(1237): Invalid ip address: '${value}'.`,
  'wazuh-too-long': (text) => `(1104): Maximum string size reached for: ${text}.`,
  'wazuh-pattern': (tag, id) => `(5107): Syntax error on tag '${tag}' in rule ${id}`,
  'wazuh-regex': (pattern, code) => `(1450): Syntax error on regex: '${pattern}': ${code}.`,
  'wazuh-too-many-fields': (id) => `Rule ${id} has exceeded the maximum number of allowed fields`,
  'wazuh-field-attributes': undefined,
  'wazuh-field-name': (id) => `Failure to read rule ${id}. No such attribute 'name' for field.`,
  'wazuh-static-field': (id, name) => `Failure to read rule ${id}. Field '${name}' is static.`,
  'wazuh-list-lookup': (value) => `List match lookup="${value}" is not valid.`,
  'wazuh-list-attribute': (value) => `List field="${value}" is not valid`,
  'wazuh-list-field': () => 'List requires the field="" attribute',
  'wazuh-list-attributes': () => 'List must have a correctly formatted field attribute',
  'wazuh-compiled-rule': (name) => `Compiled rule not found: '${name}'`,
  'wazuh-category': undefined,
  'wazuh-option-value': (value) => `(1235): Invalid value for element 'options': ${value}.`,
  'wazuh-option': (name, id) => `Invalid option '${name}' for rule '${id}'.`,
  'wazuh-ignore-option': (name, content) => `Wrong ${name} option: '${content}'`,
  'wazuh-description': (id) => `No such description at rule '${id}'.`,
  'wazuh-correlation': (id) => {
    return `Invalid use of frequency/context options. Missing if_matched on rule '${id}'.`;
  },
  'wazuh-mitre-option': (name, id) => `Invalid option '${name}' for rule '${id}'`,
  'wazuh-noalert': () => "Invalid value for attribute 'noalert'",
  'wazuh-attribute-value': (value, name, id) => {
    return `(7600): Invalid value '${value}' for attribute '${name}' in rule ${id}.`;
  },
  'wazuh-overwrite-parent': (option, id) => {
    return `(7605): It is not possible to overwrite '${option}' value in rule '${id}'. The original value is retained.`;
  },
  'wazuh-level-not-found': (level, id) => {
    return `(7608): Level ID '${level}' was not found. Invalid 'if_level'. Rule '${id}' will be ignored.`;
  },
  'wazuh-if-level': (value, id) =>
    `(7609): Invalid 'if_level' value: '${value}'. Rule '${id}' will be ignored.`,
  'wazuh-group-not-found': (group, id) => {
    return `(7610): Group '${group}' was not found. Invalid 'if_group'. Rule '${id}' will be ignored.`;
  },
  'wazuh-category-not-found': (id) => {
    return `(7611): Category was not found. Invalid 'category'. Rule '${id}' will be ignored.`;
  },
  'wazuh-duplicate-id': (id) => {
    return `(7612): Rule ID '${id}' is duplicated. Only the first occurrence will be considered.`;
  },
  'wazuh-overwrite-missing': (id) => {
    return `(7613): Rule ID '${id}' does not exist but 'overwrite' is set to 'yes'. Still, the rule will be loaded.`;
  },
  'wazuh-if-matched-sid': (value, id) => {
    return `(7615): Invalid 'if_matched_sid' value: '${value}'. Rule '${id}' will be ignored.`;
  },
  'wazuh-list-not-loaded': (list, id) => {
    return `(7616): List '${list}' could not be loaded. Rule '${id}' will be ignored.`;
  },
  'wazuh-parent-not-found': (parent, id) => {
    return `(7617): Signature ID '${parent}' was not found and will be ignored in the 'if_sid' option of rule '${id}'.`;
  },
  'wazuh-if-sid': (value, id) => `(7618): Invalid 'if_sid' value: '${value}'. Rule '${id}' will be ignored.`,
  'wazuh-sid-number': (option, id) => {
    return `(7607): Invalid '${option}'. Signature ID must be an integer. Rule '${id}' will be ignored.`;
  },
  'wazuh-no-parent': (id) => `(7619): Empty 'if_sid' value. Rule '${id}' will be ignored.`,
  'wazuh-matched-not-found': (parent, id) => {
    return `(7620): Signature ID '${parent}' was not found. Invalid 'if_matched_sid'.Rule '${id}' will be ignored.`;
  },
  'wazuh-deprecated-option': (name) => {
    return `Detected a deprecated field option for rule, ${name} is not longer available.`;
  },
  'wazuh-tree-size': undefined,
  'wazuh-mitre-empty': (id) => `Empty Mitre information for rule '${id}'`,
  'wazuh-mitre-no-technique': (id) => `No Mitre Technique ID found for rule '${id}'`,
  'wazuh-mitre-no-tactic': (id) => `No Mitre Tactic ID found for rule '${id}'`,
  'wazuh-mitre-mixed-block': (id) => {
    return `Rule '${id}' combined old and new Mitre formats in the same block. The Mitre block will be discarded.`;
  },
  'wazuh-mitre-mixed-rule': (id) => {
    return `Rule '${id}' combined old and new Mitre formats, the old Mitre Technique format will be discarded.`;
  },
  'wazuh-mitre-several': (id) => {
    return `In rule '${id}' is not allowed to join more than one Mitre techniqueID or tacticID in the same block. The Mitre block will be discarded.`;
  },
  'wazuh-mitre-tactic-missing': (id) => `Mitre tacticID should be defined in rule '${id}'`,
  'wazuh-mitre-technique-missing': (id) => `Mitre techniqueID should be defined in rule '${id}'`,
};
