import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import type { Span } from '../../text/span.ts';
import type { StaticField } from '../evaluate/event.ts';
import type { Condition } from '../options/condition.ts';
import type { CompiledPattern } from '../pattern/compiled-pattern.ts';
import type { XmlElement } from '../xml/document.ts';

/** A place in the ATT&CK matrix that a rule names; the older form has no tactic. */
export interface MitreReference {
  readonly technique: string;
  readonly tactic?: string;
}

/** What a counting rule asks of the earlier events. */
export interface Correlation {
  /** Earlier events needed: `frequency` less 2 may be skipped over. */
  readonly frequency: number;
  /** How far back to look, in seconds. */
  readonly timeframe: number;
  /** Names in small letters. */
  readonly sameFields: readonly ByteString[];
  readonly differentFields: readonly ByteString[];
  readonly sameStatics: readonly CorrelatedField[];
  readonly differentStatics: readonly CorrelatedField[];
  readonly anyAgent: boolean;
  /** `if_matched_regex`: the earlier event's log must match. */
  readonly earlierLog: CompiledPattern | undefined;
}

/** A field that `same_…` and `different_…` compare. */
export type CorrelatedField = StaticField | 'location';

/** How a counting rule finds the earlier events. */
export type EventSearch = 'rule' | 'group' | 'all';

/** The fields that `<ignore>` notes, or `check_if_ignored` asks for. */
export interface IgnoredFields {
  readonly known: ReadonlySet<'user' | 'srcip' | 'dstip' | 'id' | 'location' | 'data' | 'name'>;
  readonly others: readonly ByteString[];
}

/** A rule as its file gives it. */
export interface Rule {
  readonly id: number;
  readonly file: string;
  /** The `<rule>` element, variables replaced. */
  readonly element: XmlElement;
  /** Its place. */
  readonly span: Span;
  /** Place among siblings, highest first: level times 100, 9900 for level 0. */
  readonly order: number;
  readonly level: number;
  readonly category: string;
  /** The groups as one text with commas, as Wazuh keeps them. */
  readonly group: ByteString;
  /** The same in small letters. */
  readonly lowGroup: ByteString;
  readonly description: ByteString;
  readonly conditions: readonly Condition[];
  readonly correlation: Correlation | undefined;
  /** Without an alert for so many seconds after one. */
  readonly ignoreSeconds: number;
  readonly noAlert: boolean;
  readonly mail: boolean;
  /** Written to the alerts file; from the level, `log_alert` and `no_log`. */
  readonly log: boolean;
  readonly noFullLog: boolean;
  readonly noCounter: boolean;
  readonly mitre: readonly MitreReference[];
  readonly notes: IgnoredFields | undefined;
  readonly checksNotes: IgnoredFields | undefined;
  readonly ifSid: string | undefined;
  readonly ifGroup: string | undefined;
  readonly ifLevel: string | undefined;
  readonly ifMatchedSid: number | undefined;
  readonly ifMatchedGroup: string | undefined;
}

/** A rule's place in a ruleset; overwriting puts another rule there. */
export interface RuleSlot {
  rule: Rule;
  readonly search: EventSearch | undefined;
  /** The rule whose events are counted, where `search` is 'rule' and that rule is loaded. */
  counted: RuleSlot | undefined;
  /** Some rule counts this one's events. */
  remembered: boolean;
  /** The rules with `if_matched_group` that want this one's events, once for each place in the tree. */
  readonly watchers: RuleSlot[];
}

/** One place in the tree; a rule with several parents has several. */
export interface RuleNode {
  readonly slot: RuleSlot;
  readonly parent: RuleNode | undefined;
  /** In the order in which they are tried. */
  readonly children: RuleNode[];
}
