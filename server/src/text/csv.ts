import { parse } from 'csv-parse/browser/esm/sync';

/** A record of a CSV text: its values by column, and the line from 1 on which it begins. */
export interface CsvRecord {
  readonly line: number;
  /** Absent where the record breaks off within a value. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Records are cut off here, so that a quote that is never closed does not fill the memory; in characters. */
const longestRecord = 32 * 1024 * 1024;

interface CsvLine {
  readonly text: string;
  readonly line: number;
}

/**
 * Reads a CSV text with a header (RFC 4180) that comes line by line. A value in quotes may hold line breaks;
 * missing values at the end of a record are absent.
 */
export class CsvReader {
  /** The lines of a record that is not over. */
  private pending: CsvLine[] = [];
  private length = 0;
  private isQuoted = false;

  constructor(private readonly columns: readonly string[]) {}

  /**
   * Takes the next line, without its line break.
   * @param line its number, from 1
   * @returns the records that it ends; none where the record goes on.
   */
  read(text: string, line: number): readonly CsvRecord[] {
    this.pending.push({ text, line });
    this.length += text.length + 1;
    if (quotesIn(text) % 2 === 1) this.isQuoted = !this.isQuoted;
    return this.isQuoted && this.length < longestRecord ? [] : this.finish();
  }

  /** The record that was begun. Where a quote was not closed, its lines are read one by one. */
  finish(): readonly CsvRecord[] {
    const { pending: lines, isQuoted } = this;
    this.pending = [];
    this.length = 0;
    this.isQuoted = false;
    const isBlank = ({ text }: CsvLine) => text.trim() === '';
    if (lines.every(isBlank)) return [];
    if (!isQuoted) return [this.recordOf(lines)];
    return lines
      .filter((each) => !isBlank(each))
      .map((each) => (quotesIn(each.text) % 2 === 1 ? { line: each.line } : this.recordOf([each])));
  }

  private recordOf(lines: readonly CsvLine[]): CsvRecord {
    const { line } = lines[0]!;
    const values = csvValues(lines.map(({ text }) => text).join('\n'));
    if (values === undefined) return { line };
    const pairs = values.slice(0, this.columns.length).map((value, i) => [this.columns[i]!, value] as const);
    return { line, values: Object.fromEntries(pairs) };
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
