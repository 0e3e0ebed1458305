import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { LineColumn } from '../../text/lines.ts';
import { shift } from '../../text/span.ts';
import type { Occurrence } from '../../workspace/names.ts';
import { withTexts } from '../../workspace/with-texts.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { keepsMeaning } from './keeps-meaning.ts';

/** Edits for each file, by its address. */
export type FileEdits = ReadonlyMap<string, readonly TextEdit[]>;

/** A change of rules files that keeps what the rules mean, or why there is none. */
export type Refactoring =
  | {
      readonly ok: true;
      readonly title: string;
      readonly edits: FileEdits;
      /** Where a name that was made up stands after the edits, so that it can be given another. */
      readonly rename?: { readonly file: string; readonly at: LineColumn };
    }
  | { readonly ok: false; readonly reason: string };

/** No change, and why. */
export function refused(reason: string): Refactoring {
  return { ok: false, reason };
}

/** A name that a refactoring makes up. */
export interface NewName {
  readonly kind: 'macro' | 'list';
  readonly name: string;
}

/**
 * A refactoring whose rules were compiled anew and are the same as before.
 * @param title what it does, as a menu entry.
 */
export function proven(snapshot: Snapshot, title: string, edits: FileEdits, newName?: NewName): Refactoring {
  const broken = brokenRule(snapshot, edits);
  if (broken !== undefined)
    return refused(`The rule “${broken}” has errors: what it means cannot be compared.`);
  const after = withEdits(snapshot, edits);
  const fault = keepsMeaning(snapshot.load, after.load);
  if (fault !== undefined) return refused(fault);
  const use =
    newName && after.names.occurrencesOf(newName.kind, newName.name).find(({ role }) => role === 'use');
  const rename = use && placeOf(after, use);
  return { ok: true, title, edits, ...(rename === undefined ? {} : { rename }) };
}

/** The name of a rule that does not compile and in which something would be replaced. */
function brokenRule({ files, load }: Snapshot, edits: FileEdits): string | undefined {
  for (const [uri, inFile] of edits) {
    const { items } = files.get(uri)!.read;
    for (const { start, item } of items) {
      if (item.kind !== 'rule' || load.compiled.rules.has(item.name)) continue;
      const node = shift(item.node.span, start);
      if (
        inFile.some(({ span }) => node.start <= span.start && span.start < span.end && span.end <= node.end)
      ) {
        return item.name;
      }
    }
  }
  return undefined;
}

/** Undefined in a rules text that is part of another file, which has other lines. */
function placeOf({ files }: Snapshot, { placed: { file: uri }, span }: Occurrence) {
  const file = files.get(uri);
  return file?.origin === undefined && file ? { file: uri, at: file.lines.at(span.start) } : undefined;
}

/** Whether the rules of another project that shares files mean the same after edits, too. */
export function holdsIn(snapshot: Snapshot, edits: FileEdits): boolean {
  return keepsMeaning(snapshot.load, withEdits(snapshot, edits).load) === undefined;
}

/** A project as it would be after edits; those of files that it does not have are left out. */
export function withEdits(snapshot: Snapshot, edits: FileEdits): Snapshot {
  const texts = [...edits].map(([uri, inFile]) => {
    const text = snapshot.files.get(uri)?.text;
    return [uri, text === undefined ? '' : applyEdits(text, inFile)] as const;
  });
  return withTexts(snapshot, new Map(texts));
}
