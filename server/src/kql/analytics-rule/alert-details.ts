import type { ResultColumn } from '../alert-query.ts';
import type { AlertDetailsOverride } from './rule.ts';

const mostDetails = 20;
const longestKey = 20;
const longestName = 256;
const longestDescription = 5000;

/** Columns that are no detail: they stand elsewhere in the alert, or are no text. */
const noDetails = new Set(['TimeGenerated', 'outputfields', 'tags']);

/**
 * Custom details: a column under its name in Pascal case (`container_id` is `ContainerId`), where Sentinel
 * takes that as a key. The first 20 of them.
 */
export function customDetails(columns: readonly ResultColumn[]): Readonly<Record<string, string>> {
  const details = new Map<string, string>();
  for (const { name } of columns) {
    const key = detailKey(name);
    if (noDetails.has(name) || key === undefined || details.has(key) || details.size === mostDetails)
      continue;
    details.set(key, name);
  }
  return Object.fromEntries(details);
}

function detailKey(column: string): string | undefined {
  const key = column.replace(/(?:^|_+)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return /^[a-zA-Z]+\w*$/.test(key) && key.length <= longestKey ? key : undefined;
}

/** What analysts want to read first, from the most telling column on; with the word before its value. */
const told: readonly (readonly [column: string, word: string])[] = [
  ['command', 'Command'],
  ['file', 'File'],
  ['container_name', 'Container'],
  ['user', 'User'],
  ['k8s_pod', 'Pod'],
  ['process', 'Process'],
];
const mostPlaceholders = 3;

/**
 * Name and description of the alerts, with values of their row. Left out where the text itself holds what
 * Sentinel would take for a placeholder, or where the format would be too long.
 */
export function alertDetailsOverride(
  name: string,
  description: string,
  columns: readonly ResultColumn[],
): AlertDetailsOverride {
  const has = (column: string) => columns.some((each) => each.name === column);
  const host = has('hostname') ? 'hostname' : 'Computer';
  const nameFormat = `${name} on {{${host}}}`;
  const values = told
    .filter(([column]) => has(column))
    .slice(0, mostPlaceholders)
    .map(([column, word]) => `${word}: {{${column}}}`);
  const descriptionFormat = [description, values.join('\n')].filter((part) => part !== '').join('\n');
  return {
    ...(isPlain(name) && has(host) && nameFormat.length <= longestName
      ? { alertDisplayNameFormat: nameFormat }
      : {}),
    ...(isPlain(description) && values.length > 0 && descriptionFormat.length <= longestDescription
      ? { alertDescriptionFormat: descriptionFormat }
      : {}),
  };
}

function isPlain(text: string): boolean {
  return !text.includes('{{') && !text.includes('}}');
}
