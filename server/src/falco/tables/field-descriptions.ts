import descriptions from './field-descriptions.json' with { type: 'json' };

const byName: Readonly<Record<string, string>> = descriptions;

/**
 * Our own one-line description of a field, by its declared name; empty for names that no table declares.
 * A module of its own, so that the command line need not load the texts.
 */
export function describeField(name: string): string {
  return Object.hasOwn(byName, name) ? (byName[name] ?? '') : '';
}
