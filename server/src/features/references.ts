import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { nameAt } from './name-at.ts';
import type { FilePlace } from './place.ts';

/**
 * The places of the rule, macro or list at an offset, in all files in load order: uses and items that change
 * it, and its definitions where they are wanted.
 */
export function references(
  snapshot: Snapshot,
  file: RulesFile,
  offset: number,
  withDefinitions: boolean,
): FilePlace[] {
  const name = nameAt(snapshot, file, offset);
  if (name === undefined) return [];
  return snapshot.names
    .occurrencesOf(name.kind, name.name)
    .filter(({ role }) => withDefinitions || role !== 'definition')
    .map(({ placed, span }) => ({ file: placed.file, span }));
}
