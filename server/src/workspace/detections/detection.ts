import type { PlacedItem } from '../../falco/load/placed-item.ts';
import type { Located } from '../item-values.ts';
import type { ConditionText } from '../locate.ts';

/** Severities of Microsoft Sentinel, the most serious first. */
export const severities = ['High', 'Medium', 'Low', 'Informational'] as const;

/** One of the severities of an incident in Sentinel. */
export type Severity = (typeof severities)[number];

/** Kinds of analytics rules of Microsoft Sentinel. */
export const sentinelKinds = ['Scheduled', 'NRT'] as const;

/** One of these kinds. */
export type SentinelKind = (typeof sentinelKinds)[number];

/**
 * What a detection says of its analytics rule in Sentinel; what is absent has a default there. The values are
 * within the limits of SENTINEL.md, one by one and against each other.
 */
export interface SentinelSettings {
  readonly kind?: Located<SentinelKind>;
  /** Minutes between two runs. */
  readonly frequency?: Located<number>;
  /** Minutes that a run looks back. */
  readonly period?: Located<number>;
  /** More alerts than this make an incident. */
  readonly threshold?: Located<number>;
}

/**
 * Some of the alerts of a Falco rule, with what to do about them in a SIEM (docs/detections.md). All spans
 * count in the file.
 */
export interface Detection {
  /** The item that it stands in. */
  readonly placed: PlacedItem;
  readonly name: Located<string>;
  /** The name of a Falco rule, which need not exist. */
  readonly rule: Located<string>;
  /** Which of the rule's alerts; all of them where it is absent. See `resolveWhere`. */
  readonly where?: ConditionText;
  readonly description?: Located<string>;
  readonly severity?: Located<Severity>;
  /** Level in Wazuh, 0 to 16. */
  readonly level?: Located<number>;
  /** Instead of the rule's tags. */
  readonly tags?: readonly Located<string>[];
  /** False for a detection that is kept, but not to be deployed. */
  readonly enabled: boolean;
  readonly sentinel: SentinelSettings;
}
