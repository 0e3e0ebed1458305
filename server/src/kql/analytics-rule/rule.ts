import type { SentinelKind } from '../../workspace/detections/detection.ts';

/**
 * An analytics rule in the shape of the community repository's YAML: the keys are those of the file, in its
 * order. Durations are written `5m`, `1h`, `1d` (SENTINEL.md, "Analytics rule YAML").
 */
export interface AnalyticsRule {
  /** A GUID. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: string;
  readonly requiredDataConnectors: readonly DataConnector[];
  /** The four of a Scheduled rule; an NRT rule has none of them. */
  readonly queryFrequency?: string;
  readonly queryPeriod?: string;
  readonly triggerOperator?: string;
  readonly triggerThreshold?: number;
  /** Names of ATT&CK tactics without blanks: `CredentialAccess`. */
  readonly tactics: readonly string[];
  /** `T1059`, `T1059.004`. */
  readonly relevantTechniques: readonly string[];
  readonly query: string;
  readonly entityMappings: readonly EntityMapping[];
  /** Names of details with the columns that fill them. */
  readonly customDetails?: Readonly<Record<string, string>>;
  readonly alertDetailsOverride?: AlertDetailsOverride;
  readonly eventGroupingSettings?: { readonly aggregationKind: 'SingleAlert' | 'AlertPerResult' };
  readonly kind: SentinelKind;
}

/** Where the tables that the query reads come from. */
export interface DataConnector {
  readonly connectorId: string;
  readonly dataTypes: readonly string[];
}

/** An entity, and the columns that identify it. */
export interface EntityMapping {
  readonly entityType: string;
  readonly fieldMappings: readonly { readonly identifier: string; readonly columnName: string }[];
}

/** Texts of an alert in which `{{column}}` stands for the value of that column. */
export interface AlertDetailsOverride {
  readonly alertDisplayNameFormat?: string;
  readonly alertDescriptionFormat?: string;
}

/** The columns that a text with placeholders names. */
export function placeholdersIn(format: string): readonly string[] {
  return [...format.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, column]) => column!.trim());
}
