import type { SentinelKind } from '../../workspace/detections/detection.ts';
import type { SentinelConnection } from '../../workspace/sentinel-connection.ts';
import type { ResultColumn } from '../alert-query.ts';

/** What an analytics rule is made from: a Falco rule or a detection, with the query that finds its alerts. */
export interface AnalyticsSource {
  readonly of: 'rule' | 'detection';
  readonly name: string;
  readonly description: string;
  /** Falco's priority of the rule. */
  readonly priority: string;
  /** Sentinel's severity, where the author chose it; it wins over the priority. */
  readonly severity?: string;
  readonly tags: readonly string[];
  readonly query: string;
  readonly columns: readonly ResultColumn[];
  /** Where its alerts come from. */
  readonly connection: Pick<SentinelConnection, 'transport' | 'cefTable' | 'syslogTable'>;
  readonly schedule: Schedule;
}

/** When the rule runs; what is absent is usual. Frequency and period in minutes. */
export interface Schedule {
  readonly kind: SentinelKind;
  readonly frequency?: number;
  readonly period?: number;
  /** More alerts than this make an incident. */
  readonly threshold?: number;
}
