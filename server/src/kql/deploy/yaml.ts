import { parse, stringify } from 'yaml';

/** A value as block YAML: texts of several lines stand as they are behind `|`. Ends in a line break. */
export function yamlText(value: unknown): string {
  return stringify(value, { lineWidth: 0, blockQuote: 'literal' });
}

/** What a YAML text says. Throws for what is none. */
export function yamlValue(text: string): unknown {
  return parse(text);
}
