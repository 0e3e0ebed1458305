import { type ByteString, lowerAscii, toBytes } from '../../falco/evaluate/byte-string.ts';
import { addAddresses } from '../options/address.ts';
import { addMaxSize } from '../options/max-size.ts';
import { compileTextOptions } from '../options/text-pattern.ts';
import { type CompiledPattern, isInvalid } from '../pattern/compiled-pattern.ts';
import { compilePattern } from '../pattern/pattern.ts';
import type { XmlElement } from '../xml/document.ts';
import type { OptionContext, RuleDraft } from './draft.ts';
import type { Report } from './message.ts';
import { idPlace, optionPlace } from './option-place.ts';
import type { LoadSettings } from './options.ts';
import type { Correlation, Rule } from './rule.ts';
import type { RuleAttributes } from './rule-attributes.ts';
import { readRuleOption } from './rule-options.ts';

/** Internal level of level 0: before all others. */
const levelZero = 99;
/** The number by which Wazuh names a wrong if_matched_regex: the pattern cannot be read. */
const badPatternNumber = 1;

/**
 * Reads the options of a `<rule>` whose id and level are good, and checks what only the whole rule shows.
 * 'skip' leaves the rule out, 'abort' gives the ruleset up; both have been reported.
 */
export function readRule(
  element: XmlElement,
  attributes: RuleAttributes,
  groupName: string,
  file: string,
  context: OptionContext,
): Rule | 'skip' | 'abort' {
  const draft = newDraft(element, attributes, groupName, file, context.settings);
  if (element.children.length === 0) {
    context.report('wazuh-rule-without-options', element.span, attributes.id!);
    return 'abort';
  }
  const verdict = readOptions(draft, context);
  if (verdict !== 'next') return verdict;
  if (!isComplete(draft, context.report)) return 'abort';
  takeParentsFromCounting(draft);
  if (!compileTextOptions(draft, context.report)) return 'abort';
  addAddresses(draft);
  addMaxSize(draft);
  const earlierLog = compileEarlierLog(draft, context.report);
  return earlierLog === 'abort' ? 'abort' : finish(draft, earlierLog);
}

function newDraft(
  element: XmlElement,
  attributes: RuleAttributes,
  groupName: string,
  file: string,
  settings: LoadSettings,
): RuleDraft {
  const level = attributes.level!;
  return {
    attributes,
    element,
    file,
    patterns: new Map(),
    addresses: new Map(),
    conditions: [],
    lists: [],
    fieldCount: 0,
    group: groupName,
    description: undefined,
    info: undefined,
    cve: undefined,
    category: 'syslog',
    ifSid: undefined,
    ifGroup: undefined,
    ifLevel: undefined,
    ifMatchedSid: undefined,
    ifMatchedGroup: undefined,
    ifMatchedRegex: undefined,
    context: false,
    checkDiff: false,
    globalFrequency: false,
    sameStatics: [],
    differentStatics: [],
    sameFields: [],
    differentFields: [],
    mail: level >= settings.emailAlertLevel,
    log: level >= settings.logAlertLevel,
    noFullLog: false,
    noCounter: false,
    mitre: new Map(),
    mitreForm: 'none',
    notes: undefined,
    checksNotes: undefined,
  };
}

/** Reads the options in order; one that leaves the rule out also ends the reading, but for a whole load. */
function readOptions(draft: RuleDraft, context: OptionContext): 'next' | 'skip' | 'abort' {
  let verdict: 'next' | 'skip' | 'abort' = 'next';
  for (const child of draft.element.children) {
    const read = readRuleOption(draft, child, context);
    if (verdict === 'next') verdict = read;
    if (verdict !== 'next' && !context.settings.whole) break;
  }
  if (verdict === 'abort' || draft.ifSid === undefined || /^[0-9, ]+\n?$/.test(draft.ifSid)) return verdict;
  context.report('wazuh-if-sid', optionPlace(draft.element, 'if_sid'), draft.ifSid, draft.attributes.id!);
  return 'skip';
}

function isComplete(draft: RuleDraft, report: Report): boolean {
  const id = draft.attributes.id!;
  if (draft.description === undefined) {
    report('wazuh-description', idPlace(draft.element), id);
    return false;
  }
  if (draft.context || !comparesOrCounts(draft)) return true;
  report('wazuh-correlation', idPlace(draft.element), id);
  return false;
}

/** `frequency="2"` is what Wazuh takes without the attribute, so it does not count. */
function comparesOrCounts(draft: RuleDraft): boolean {
  return (
    draft.attributes.frequency > 0 ||
    draft.globalFrequency ||
    draft.sameStatics.length + draft.differentStatics.length > 0 ||
    draft.sameFields.length + draft.differentFields.length > 0
  );
}

/** A counting rule without a parent hangs under the rules that it counts. */
function takeParentsFromCounting(draft: RuleDraft): void {
  if (draft.attributes.overwrite || draft.ifSid !== undefined || draft.ifGroup !== undefined) return;
  draft.ifGroup = draft.ifMatchedGroup;
  if (draft.ifGroup === undefined && draft.ifMatchedSid) draft.ifSid = String(draft.ifMatchedSid);
}

function compileEarlierLog(draft: RuleDraft, report: Report): CompiledPattern | undefined | 'abort' {
  if (draft.ifMatchedRegex === undefined) return undefined;
  const compiled = compilePattern('osregex', toBytes(draft.ifMatchedRegex));
  if (!isInvalid(compiled)) return compiled;
  const span = optionPlace(draft.element, 'if_matched_regex');
  report('wazuh-regex', span, draft.ifMatchedRegex, badPatternNumber);
  return 'abort';
}

function finish(draft: RuleDraft, earlierLog: CompiledPattern | undefined): Rule {
  const { attributes, element, file, category, mail, log, noFullLog, noCounter } = draft;
  const { notes, checksNotes, ifSid, ifGroup, ifLevel, ifMatchedGroup } = draft;
  const order = orderOf(attributes);
  const group = toBytes(draft.group ?? '');
  return {
    id: attributes.id!,
    file,
    element,
    span: element.span,
    order,
    level: levelOf(order),
    category,
    group,
    lowGroup: lowerAscii(group),
    description: toBytes(draft.description!),
    conditions: [...draft.conditions, ...draft.lists].sort((a, b) => a.rank - b.rank),
    correlation: correlationOf(draft, earlierLog),
    ignoreSeconds: attributes.ignoreSeconds,
    noAlert: attributes.noAlert,
    mail,
    log,
    noFullLog,
    noCounter,
    mitre: [...draft.mitre.values()],
    notes,
    checksNotes,
    ifSid,
    ifGroup,
    ifLevel,
    ifMatchedSid: draft.ifMatchedSid || undefined,
    ifMatchedGroup,
  };
}

function orderOf({ level, accuracy }: RuleAttributes): number {
  const internal = level === 0 ? levelZero : level!;
  return accuracy === 0 ? internal : internal * 100;
}

function levelOf(order: number): number {
  if (order === levelZero * 100) return 0;
  return order >= 100 ? Math.floor(order / 100) : order;
}

/** A rule with `check_diff` counts nothing, whatever else it says. */
function correlationOf(draft: RuleDraft, earlierLog: CompiledPattern | undefined): Correlation | undefined {
  if (!draft.context || draft.checkDiff) return undefined;
  const { frequency, timeframe } = draft.attributes;
  return {
    frequency,
    timeframe,
    sameFields: draft.sameFields.map(fieldKey),
    differentFields: draft.differentFields.map(fieldKey),
    sameStatics: draft.sameStatics,
    differentStatics: draft.differentStatics,
    anyAgent: draft.globalFrequency,
    earlierLog,
  };
}

function fieldKey(name: string): ByteString {
  return lowerAscii(toBytes(name));
}
