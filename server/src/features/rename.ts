import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { NameKind, Occurrence } from '../workspace/names.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { type NameAt, nameAt } from './name-at.ts';
import { flowValue } from './yaml-text.ts';

/** What can be renamed at an offset. */
export interface Renameable {
  readonly span: Span;
  readonly name: string;
}

/** Edits for each file, or why there are none. */
export type Renaming =
  | { readonly ok: true; readonly edits: ReadonlyMap<string, readonly TextEdit[]> }
  | { readonly ok: false; readonly reason: string };

/** The name at an offset if it can be renamed, or why not. */
export function prepareRename(
  snapshot: Snapshot,
  file: RulesFile,
  offset: number,
): Renameable | { readonly reason: string } {
  const name = nameAt(snapshot, file, offset);
  if (name === undefined) return { reason: 'Only rules, macros and lists can be renamed.' };
  const fault = cannotRename(snapshot, name);
  return fault === undefined ? { span: name.span, name: name.name } : { reason: fault };
}

/**
 * Gives the rule, macro or list at an offset another name, in every file. Refused where the engine would
 * then read something else (ENGINE.md, "Items").
 */
export function rename(snapshot: Snapshot, file: RulesFile, offset: number, newName: string): Renaming {
  const name = nameAt(snapshot, file, offset);
  if (name === undefined) return refused('Only rules, macros and lists can be renamed.');
  const fault = cannotRename(snapshot, name) ?? badName(name.kind, newName) ?? taken(snapshot, name, newName);
  if (fault !== undefined) return refused(fault);
  const occurrences = snapshot.names.occurrencesOf(name.kind, name.name);
  const edits = new Map<string, TextEdit[]>();
  for (const occurrence of occurrences) {
    const newText = writtenIn(snapshot, occurrence, newName);
    if (newText === undefined) {
      return refused(`\`${newName}\` cannot be written in one of the places where \`${name.name}\` stands.`);
    }
    const inFile = edits.get(occurrence.placed.file) ?? [];
    edits.set(occurrence.placed.file, [...inFile, { span: occurrence.span, newText }]);
  }
  return { ok: true, edits };
}

function refused(reason: string): Renaming {
  return { ok: false, reason };
}

function cannotRename({ names }: Snapshot, { kind, name }: NameAt): string | undefined {
  if (names.definitionsOf(kind, name).length > 0) return undefined;
  return `The ${kind} \`${name}\` is not defined in these files.`;
}

function badName(kind: NameKind, name: string): string | undefined {
  if (name.trim() === '') return 'A name cannot be empty.';
  if (/[\r\n]/.test(name) || name !== name.trim()) return 'A name is one line without blanks at its ends.';
  if (kind === 'macro' && !/^[a-zA-Z][a-zA-Z0-9_]*$/.test(name)) {
    return 'A macro’s name begins with a letter and has letters, digits and `_` only: conditions could not name it otherwise.';
  }
  if (kind === 'macro' && /^(?:and|or|not)$/.test(name))
    return `\`${name}\` is a word of the condition language.`;
  if (kind === 'list' && /[()"'\s=,]/.test(name)) {
    return 'A list’s name has no blanks, quotes, parentheses, `=` or commas: it could not be used otherwise.';
  }
  return undefined;
}

/** Another thing of the new name would be defined anew, or be taken for this one. */
function taken({ names }: Snapshot, { kind, name }: NameAt, newName: string): string | undefined {
  if (newName === name) return undefined;
  if (names.definitionsOf(kind, newName).length > 0) return `There is a ${kind} \`${newName}\` already.`;
  if (kind === 'list' && names.occurrencesOf('list', newName).length > 0) {
    return `\`${newName}\` stands as a word in conditions or lists already, and would become this list.`;
  }
  if (kind === 'macro' && names.definitionsOf('list', newName).length > 0) {
    return `There is a list \`${newName}\`: it would be put in wherever the macro stands.`;
  }
  if (kind === 'macro' && names.occurrencesOf('macro', newName).length > 0) {
    return `Conditions name a macro \`${newName}\` already.`;
  }
  return undefined;
}

/** The new name as YAML of the place: quotes are escaped; undefined where it needs quotes that are not there. */
function writtenIn(snapshot: Snapshot, { placed, span }: Occurrence, name: string): string | undefined {
  const file = snapshot.files.get(placed.file);
  const quote = file?.text[span.start - 1];
  if (quote === "'") return name.replaceAll("'", "''");
  if (quote === '"') return name.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  if (file?.isTestsFile) return flowValue(name);
  const safe = !/^[-?:,[\]{}#&*!|>'"%@`]|:\s|\s#|:$/.test(name);
  return safe ? name : undefined;
}
