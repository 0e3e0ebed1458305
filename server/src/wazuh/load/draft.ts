import type { DraftAddresses } from '../options/address.ts';
import type { Condition } from '../options/condition.ts';
import type { PatternType } from '../pattern/pattern.ts';
import type { XmlElement } from '../xml/document.ts';
import type { Report } from './message.ts';
import type { LoadSettings } from './options.ts';
import type { CorrelatedField, IgnoredFields, MitreReference } from './rule.ts';
import type { RuleAttributes } from './rule-attributes.ts';

/** A pattern option as collected so far: repeats are joined, the last one's attributes count. */
export interface DraftPattern {
  text: string | undefined;
  type: PatternType;
  negated: boolean;
  element: XmlElement;
}

/** A rule while its options are read. */
export interface RuleDraft {
  readonly attributes: RuleAttributes;
  readonly element: XmlElement;
  readonly file: string;
  readonly patterns: Map<string, DraftPattern>;
  readonly addresses: Map<'srcip' | 'dstip', DraftAddresses>;
  readonly conditions: Condition[];
  lists: readonly Condition[];
  fieldCount: number;
  group: string | undefined;
  description: string | undefined;
  info: string | undefined;
  cve: string | undefined;
  category: string;
  ifSid: string | undefined;
  ifGroup: string | undefined;
  ifLevel: string | undefined;
  ifMatchedSid: number | undefined;
  ifMatchedGroup: string | undefined;
  ifMatchedRegex: string | undefined;
  /** Some option asks for earlier events. */
  context: boolean;
  checkDiff: boolean;
  globalFrequency: boolean;
  readonly sameStatics: CorrelatedField[];
  readonly differentStatics: CorrelatedField[];
  readonly sameFields: string[];
  readonly differentFields: string[];
  mail: boolean;
  log: boolean;
  noFullLog: boolean;
  noCounter: boolean;
  /** By technique and tactic, so that each comes once. */
  readonly mitre: Map<string, MitreReference>;
  mitreForm: 'none' | 'old' | 'new';
  notes: IgnoredFields | undefined;
  checksNotes: IgnoredFields | undefined;
}

/** What reading an option may use. */
export interface OptionContext {
  readonly settings: LoadSettings;
  readonly report: Report;
}

/** What comes of an option: on with the next, leave the rule out, or give up the whole ruleset. */
export type Verdict = 'next' | 'skip' | 'abort';

/** Reads one option of a rule into its draft. */
export type OptionReader = (draft: RuleDraft, element: XmlElement, context: OptionContext) => Verdict;
