import type { NameKind } from '../workspace/names.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { type Subject, subjectAt } from './subject.ts';

/** The rule, macro or list whose name a cursor is in. */
export interface NameAt {
  readonly kind: NameKind;
  readonly name: string;
  readonly span: Subject['span'];
}

/** The name at an offset; undefined where something else stands, or a name that nothing defines or changes. */
export function nameAt(snapshot: Snapshot, file: RulesFile, offset: number): NameAt | undefined {
  const subject = subjectAt(snapshot, file, offset);
  if (subject === undefined) return undefined;
  const { topic, span } = subject;
  if (topic.kind !== 'rule' && topic.kind !== 'macro' && topic.kind !== 'list') return undefined;
  return { kind: topic.kind, name: topic.name, span };
}
