import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import { techniqueIds } from '../../falco/tables/attack.ts';
import { type Span, span } from '../../text/span.ts';
import { namePattern } from '../../wazuh/generate/name-pattern.ts';
import { priorities } from '../../wazuh/generate/priority.ts';
import { attributeOf, type Manager, optionsOf } from '../../wazuh/help/manager.ts';
import { alertKeys } from '../../wazuh/help/traps/alert-field.ts';
import { stockFiles } from '../../wazuh/load/stock-rules.ts';
import type { WazuhFile } from '../../workspace/wazuh-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { fieldItems } from '../completion/fields.ts';
import type { CompletionItem, Completions } from '../completion/item.ts';
import { enclosing, type OpenElement, type WazuhCursor, wazuhCursor, wordAround } from './cursor.ts';
import { managerOf } from './managers.ts';
import { groupsOf, idOptions } from './rules.ts';
import { attributesOf, elementsIn, type Word } from './words.ts';

const nothing: readonly CompletionItem[] = [];

/** What can be written at an offset of a rules file of Wazuh. */
export function completeWazuh(snapshot: Snapshot, file: WazuhFile, offset: number): Completions {
  const cursor = wazuhCursor(file.text, offset);
  const element = cursor.open.at(-1);
  switch (cursor.place) {
    case 'element':
      return { items: elementItems(elementsIn(cursor.open.at(-2)?.name), ''), replace: cursor.whole };
    case 'attribute':
      return { items: attributeItems(element), replace: cursor.whole };
    case 'value':
      return { items: valueItems(snapshot, file, cursor), replace: cursor.whole };
    case 'content':
      return completeContent(snapshot, file, cursor, offset);
    default:
      return { items: nothing, replace: span(offset, offset) };
  }
}

/** Elements: after `<` the rest of the tag, elsewhere all of it. */
function elementItems(words: readonly Word[], before: '' | '<'): CompletionItem[] {
  return words.map(({ name, description, values }, index) => ({
    label: name,
    kind: 'key',
    detail: firstSentence(description),
    insert: `${before}${name}${bodies[name] ?? `>${values === undefined ? '$1' : `\${1|${values.join(',')}|}`}</${name}>`}`,
    snippet: true,
    filter: `${before}${name}`,
    rank: Math.min(index, 99),
  }));
}

/** What follows the name of an element that is more than a text. */
const bodies: Readonly<Record<string, string>> = {
  group: ' name="$1,">\n  $0\n</group>',
  rule: ' id="$1" level="${2:5}">\n    $0\n    <description>$3</description>\n  </rule>',
  var: ' name="$1">$2</var>',
  field: ' name="$1">$2</field>',
  list: ' field="$1" lookup="match_key">etc/lists/$2</list>',
  mitre: '><id>$1</id></mitre>',
  global_frequency: '/>',
  check_diff: '/>',
  if_fts: '/>',
};

function attributeItems(element: OpenElement | undefined): CompletionItem[] {
  const written = new Set(Object.keys(element?.attributes ?? {}));
  return attributesOf(element?.name ?? '')
    .filter(({ name }) => !written.has(name))
    .map(({ name, description }, rank) => ({
      label: name,
      kind: 'key',
      detail: firstSentence(description),
      insert: `${name}="$1"`,
      snippet: true,
      rank,
    }));
}

function valueItems(snapshot: Snapshot, file: WazuhFile, cursor: WazuhCursor): CompletionItem[] {
  const element = cursor.open.at(-1)?.name ?? '';
  const { attribute = '' } = cursor;
  const manager = managerOf(snapshot, file.uri);
  if (element === 'rule' && attribute === 'id') return manager === undefined ? [] : nextIds(manager);
  if (element === 'group' && attribute === 'name') return groupItems(manager, ',');
  const isField =
    (element === 'field' && attribute === 'name') || (element === 'list' && attribute === 'field');
  if (isField) return alertFieldItems(snapshot);
  return valuesOf(attributesOf(element), attribute);
}

function completeContent(
  snapshot: Snapshot,
  file: WazuhFile,
  cursor: WazuhCursor,
  offset: number,
): Completions {
  const { text } = file;
  const element = cursor.open.at(-1);
  const written = text.slice(cursor.whole.start, offset);
  const manager = managerOf(snapshot, file.uri);
  const at = (part: RegExp): Span => wordAround(text, cursor.whole, offset, part);
  const name = element?.name ?? '';
  if (name === 'description' && /\$\([^)]*$/.test(written)) {
    return { items: alertFieldItems(snapshot), replace: at(/[^$()\s]/) };
  }
  if (idOptions.includes(name)) return { items: idItems(manager, cursor), replace: at(/\d/) };
  if (name === 'if_group' || name === 'if_matched_group') {
    return { items: groupItems(manager, ''), replace: at(/[^|,\s]/) };
  }
  if (name === 'group' && enclosing(cursor, 'rule')) {
    return { items: groupItems(manager, ','), replace: at(/[^|,\s]/) };
  }
  if (/^(?:not_)?(?:same|different)_field$/.test(name)) {
    return { items: alertFieldItems(snapshot), replace: cursor.whole };
  }
  if (name === 'decoded_as') return { items: [value('json', 0)], replace: cursor.whole };
  if ((name === 'id' || name === 'techniqueid') && cursor.open.at(-2)?.name === 'mitre') {
    return { items: techniqueIds().map((id) => value(id, 0)), replace: at(/[\w.]/) };
  }
  if (name === 'field' && element !== undefined)
    return { items: patternItems(snapshot, element), replace: cursor.whole };
  const values = valuesOf(elementsIn('rule'), name);
  if (values.length > 0) return { items: values, replace: cursor.whole };
  const words = name === '' || name === 'group' || name === 'rule' ? elementsIn(name || undefined) : [];
  return { items: elementItems(words, '<'), replace: at(/\w/), onlyOnRequest: true };
}

/** Patterns for the fields of an alert that have few values. */
function patternItems({ load }: Snapshot, { attributes }: OpenElement): CompletionItem[] {
  const name = lowerAscii(attributes.name ?? '');
  if (name === 'priority') return priorities.map((each, rank) => value(`^${each.name}$`, rank));
  if (name !== 'rule' || attributes.type !== 'pcre2') return [];
  return [...load.compiled.rules.keys()].flatMap((rule): CompletionItem[] => {
    const pattern = namePattern(rule, false);
    return pattern === undefined
      ? []
      : [
          {
            label: rule,
            kind: 'value',
            detail: 'rule of Falco',
            insert: pattern,
            filter: `${rule} ${pattern}`,
            rank: 0,
          },
        ];
  });
}

/** Fields of an alert as Wazuh flattens it. Source: SEMANTICS.md "JSON decoder". */
function alertFieldItems({ tables }: Snapshot): CompletionItem[] {
  const keys = alertKeys.map((key, rank) => value(key, rank, 'key of an alert'));
  const fields = fieldItems(
    tables.sources.map((source) => tables.forSource(source)!),
    'output',
  );
  return [...keys, ...fields.map(inOutputFields)];
}

function inOutputFields(item: CompletionItem): CompletionItem {
  const { label, insert, rank } = item;
  const written = insert === undefined ? {} : { insert: `output_fields.${insert}` };
  return { ...item, ...written, label: `output_fields.${label}`, rank: rank + 20 };
}

function idItems(manager: Manager | undefined, cursor: WazuhCursor): CompletionItem[] {
  const own = enclosing(cursor, 'rule')?.attributes.id;
  return (manager?.rules ?? [])
    .filter(({ id }) => String(id) !== own)
    .map(({ id, element }) => {
      const description = optionsOf(element, 'description').map(({ content }) => content.trim());
      const detail = [`level ${attributeOf(element, 'level') ?? '?'}`, ...description].join(' · ');
      return { ...value(String(id), 0, detail), filter: `${id} ${description.join(' ')}` };
    });
}

/** The ids after those of the workspace, each where a run of ids ends. */
function nextIds({ rulesById }: Manager): CompletionItem[] {
  const free = [...rulesById.keys()].map((id) => id + 1).filter((id) => !rulesById.has(id) && id <= 999_999);
  const ids = free.length === 0 ? [100_000] : [...new Set(free)];
  return ids.sort((a, b) => b - a).map((id, rank) => value(String(id), Math.min(rank, 99), 'free'));
}

function groupItems(manager: Manager | undefined, after: '' | ','): CompletionItem[] {
  const own = (manager?.rules ?? []).flatMap((rule) => groupsOf(rule).split(/[,\s]+/));
  const stock = stockFiles().flatMap(({ groups }) => groups.split(','));
  const names = new Map([
    ...stock.map((name) => [name, 1] as const),
    ...own.map((name) => [name, 0] as const),
  ]);
  names.delete('');
  return [...names].map(([name, rank]) => ({
    ...value(name, rank, rank === 0 ? 'group' : 'group of Wazuh'),
    ...(after === '' ? {} : { insert: `${name}${after}` }),
  }));
}

function valuesOf(words: readonly Word[], name: string): CompletionItem[] {
  const values = words.find((word) => lowerAscii(word.name) === name)?.values ?? [];
  return values.map((each, rank) => value(each, rank));
}

function value(label: string, rank: number, detail?: string): CompletionItem {
  return { label, kind: 'value', rank, ...(detail !== undefined && { detail }) };
}

function firstSentence(markdown: string): string {
  return markdown
    .split(/(?<=[.:;]) /)[0]!
    .replace(/[`]/g, '')
    .replace(/[.:;]$/, '');
}
