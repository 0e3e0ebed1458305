import type { Snapshot } from '../../workspace/workspace.ts';
import { previewKql } from '../preview-kql.ts';

/** A query that is held against alerts. */
export interface SentinelQuery {
  readonly kind: 'rule' | 'detection' | 'file';
  /** Of the rule or detection, or the file's name. */
  readonly name: string;
  readonly text: string;
}

/** The queries of a project: one for each rule that Falco loads. */
export function sentinelQueries(snapshot: Snapshot): readonly SentinelQuery[] {
  return [...snapshot.load.compiled.rules.keys()].map((name) => ({
    kind: 'rule' as const,
    name,
    text: previewKql(snapshot, name).text,
  }));
}
