import { parse } from 'csv-parse/browser/esm/sync';

/** A record of a CSV text: its values by column, and the line from 1 on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

/** Records are cut off here, so that a quote that is never closed does not fill the memory; in characters. */
const longestRecord = 32 * 1024 * 1024;

/**
 * Reads a CSV text with a header (RFC 4180) that comes line by line. A value in quotes may hold line breaks;
 * missing values at the end of a record are absent.
 */
export class CsvReader {
  private pending = '';
  private firstLine = 0;
  private isQuoted = false;

  constructor(private readonly columns: readonly string[]) {}

  /**
   * Takes the next line, without its line break.
   * @param line its number, from 1
   * @returns the record that it ends; undefined where the record goes on, or is none.
   */
  read(text: string, line: number): CsvRecord | undefined {
    if (this.pending === '') this.firstLine = line;
    this.pending += this.pending === '' ? text : `\n${text}`;
    if (quotesIn(text) % 2 === 1) this.isQuoted = !this.isQuoted;
    if (this.isQuoted && this.pending.length < longestRecord) return undefined;
    return this.finish();
  }

  /** The record that was begun, as far as it goes. */
  finish(): CsvRecord | undefined {
    const text = this.pending;
    this.pending = '';
    this.isQuoted = false;
    const values = text.trim() === '' ? undefined : csvValues(text);
    if (values === undefined) return undefined;
    const pairs = values.slice(0, this.columns.length).map((value, i) => [this.columns[i]!, value] as const);
    return { line: this.firstLine, values: Object.fromEntries(pairs) };
  }
}

/** The values of one record; undefined where it is none. */
export function csvValues(record: string): readonly string[] | undefined {
  const options = { bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true };
  try {
    return parse(record, options)[0];
  } catch {
    return undefined; // a quote that is never closed
  }
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count++;
  return count;
}
