import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import { type Span, span, touches } from '../../text/span.ts';
import { type Manager, optionsOf, type WrittenRule } from '../../wazuh/help/manager.ts';
import { idPlace } from '../../wazuh/load/option-place.ts';
import type { WazuhFile } from '../../workspace/wazuh-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { FilePlace } from '../place.ts';
import { enclosing, wazuhCursor, wordAround } from './cursor.ts';
import { managerOf } from './managers.ts';

/** The id of a rule that a place names: where the rule says it, or where another rule refers to it. */
export interface RuleName {
  readonly id: number;
  readonly span: Span;
  readonly manager: Manager;
}

/** Options that hold ids of rules. */
export const idOptions: readonly string[] = ['if_sid', 'if_matched_sid'];

/** The id of a rule at an offset; undefined elsewhere. */
export function ruleNameAt(snapshot: Snapshot, file: WazuhFile, offset: number): RuleName | undefined {
  const manager = managerOf(snapshot, file.uri);
  const cursor = wazuhCursor(file.text, offset);
  const element = cursor.open.at(-1)?.name ?? '';
  const isId =
    (cursor.place === 'value' && element === 'rule' && cursor.attribute === 'id') ||
    (cursor.place === 'content' && idOptions.includes(element) && enclosing(cursor, 'rule') !== undefined);
  if (manager === undefined || !isId) return undefined;
  const place = wordAround(file.text, cursor.whole, offset, /\d/);
  const digits = file.text.slice(place.start, place.end);
  return /^\d{1,6}$/.test(digits) ? { id: Number(digits), span: place, manager } : undefined;
}

/** The places that refer to a rule by its id, in load order. */
export function usesOf(id: number, { rules, files }: Manager): FilePlace[] {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  return rules.flatMap(({ element, file }) =>
    idOptions.flatMap((option) =>
      optionsOf(element, option).flatMap(({ contentSpan }) => {
        const written = texts.get(file)!.slice(contentSpan.start, contentSpan.end);
        return [...written.matchAll(/\d+/g)]
          .filter(([digits]) => Number(digits) === id)
          .map(({ 0: digits, index }) => {
            const start = contentSpan.start + index;
            return { file, span: span(start, start + digits.length) };
          });
      }),
    ),
  );
}

/** The group that a place of `if_group` or `if_matched_group` names, and the rules that have it. */
export function groupAt(
  snapshot: Snapshot,
  file: WazuhFile,
  offset: number,
): { readonly name: string; readonly span: Span; readonly rules: readonly WrittenRule[] } | undefined {
  const manager = managerOf(snapshot, file.uri);
  const cursor = wazuhCursor(file.text, offset);
  const element = cursor.open.at(-1)?.name;
  if (manager === undefined || cursor.place !== 'content') return undefined;
  if (element !== 'if_group' && element !== 'if_matched_group') return undefined;
  const place = wordAround(file.text, cursor.whole, offset, /[^|,\s<>]/);
  const name = file.text.slice(place.start, place.end);
  if (name === '') return undefined;
  const low = lowerAscii(name);
  return {
    name,
    span: place,
    rules: manager.rules.filter((rule) => lowerAscii(groupsOf(rule)).includes(low)),
  };
}

/** The groups of a rule as one text. */
export function groupsOf({ group, element }: WrittenRule): string {
  return [
    group.attributes[0]?.value ?? '',
    ...optionsOf(element, 'group').map(({ content }) => content),
  ].join('');
}

/** Where a rule is written. */
export function placeOf({ file, element }: WrittenRule): FilePlace {
  return { file, span: idPlace(element) };
}

/** The rule around an offset. */
export function ruleAround({ rules }: Manager, uri: string, offset: number): WrittenRule | undefined {
  return rules.find(({ file, element }) => file === uri && touches(element.span, offset));
}
