import { CsvReader, type CsvRecord, csvValues } from '../text/csv.ts';
import { isJsonObject, type JsonObject, type JsonValue, tryParseJson } from '../text/json.ts';
import { type Alert, alertOf, isAlert, type Oddity } from './alert.ts';
import type { AlertFormat } from './alert-format.ts';
import { falcoLine } from './falco-line.ts';
import { ObjectScan } from './object-scan.ts';

/** What was read from a piece of text. */
export interface AlertsRead {
  readonly alerts: readonly Alert[];
  /** The JSON text of each alert, from which `alertOfText` makes it again. */
  readonly texts: readonly string[];
  readonly oddities: readonly Oddity[];
  /** Lines, not empty, in which no alert was looked for: other text of a mixed log. */
  readonly otherLines: number;
}

/**
 * Reads alerts from pieces of a text, such as chunks of a file; gives the alerts piece by piece.
 * @param formats understood beside Falco's own JSON.
 */
export function* readAlerts(
  pieces: Iterable<string>,
  formats: readonly AlertFormat[] = [],
): Generator<AlertsRead> {
  const reader = new AlertReader(formats);
  for (const piece of pieces) yield reader.read(piece);
  yield reader.finish();
}

/** Longer lines, and objects over many lines, are cut here, so that memory stays bounded. */
const longestObject = 32 * 1024 * 1024;

/** Objects that turn out to be no JSON on one line, after which the rest of the line is given up. */
const mostFailures = 8;

/** An object that its line does not end. */
interface Pending {
  readonly line: number;
  readonly scan: ObjectScan;
  /** What is whole of it on its first line, closed. */
  readonly begun: string;
  /** The lines since, which it goes on with for all one can see. */
  readonly later: { readonly text: string; readonly line: number }[];
}

/**
 * Finds alerts in text that comes in pieces: JSON lines, objects over several lines, arrays of objects, with
 * any text before, between and after them (what Falco prints, what Falcosidekick sends, `kubectl logs`); and
 * whatever the formats understand, CSV files among it.
 */
export class AlertReader {
  private line = 0;
  private rest = '';
  /** True within a line whose beginning was too long and is done with. */
  private skipping = false;
  private pending: Pending | undefined;
  private alerts: Alert[] = [];
  private texts: string[] = [];
  private oddities: Oddity[] = [];
  private otherLines = 0;
  /** There from the header of a CSV file on. */
  private csv: CsvReader | undefined;
  private isBegun = false;

  /** @param formats understood beside Falco's own JSON, tried in this order. */
  constructor(private readonly formats: readonly AlertFormat[] = []) {}

  /** Reads on; gives what is complete by now. */
  read(piece: string): AlertsRead {
    let start = 0;
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', start)) {
      this.readLine(this.rest + piece.slice(start, end));
      this.rest = '';
      start = end + 1;
    }
    if (!this.skipping) this.rest += piece.slice(start);
    if (this.rest.length > longestObject) this.cutLine();
    return this.taken();
  }

  /** The end of the text: what was begun is read as far as it goes. */
  finish(): AlertsRead {
    if (this.rest !== '') this.readLine(this.rest);
    this.rest = '';
    this.giveUpPending();
    this.acceptRecords(this.csv?.finish() ?? []);
    return this.taken();
  }

  private taken(): AlertsRead {
    const { alerts, texts, oddities, otherLines } = this;
    this.alerts = [];
    this.texts = [];
    this.oddities = [];
    this.otherLines = 0;
    return { alerts, texts, oddities, otherLines };
  }

  private cutLine(): void {
    const line = this.rest;
    this.rest = '';
    this.readLine(line);
    this.giveUpPending();
    this.note(`The line is longer than ${longestObject / 1024 / 1024} MB; the rest of it was left out.`);
    this.line--; // it is not over
    this.skipping = true;
  }

  private readLine(text: string): void {
    this.line++;
    if (this.skipping) {
      this.skipping = false;
      return;
    }
    if (this.csv !== undefined) {
      this.acceptRecords(this.csv.read(text.replace(/\r$/, ''), this.line));
      return;
    }
    const line = text.trim();
    if (line === '' || this.readHeader(line)) return;
    if (this.pending !== undefined && this.readPending(line)) return;
    this.readUsual(line);
  }

  private readUsual(line: string): void {
    if (!this.readWhole(line) && !this.readFormatted(line)) this.readMixed(line, 0);
  }

  /** The first line that is not empty, if it is the header of a CSV file that a format knows. */
  private readHeader(line: string): boolean {
    if (this.isBegun) return false;
    this.isBegun = true;
    const columns =
      this.formats.some(({ isHeader }) => isHeader) && line[0] !== '{' ? csvValues(line) : undefined;
    if (columns === undefined || !this.formats.some((format) => format.isHeader?.(columns))) return false;
    this.csv = new CsvReader(columns);
    return true;
  }

  private acceptRecords(records: readonly CsvRecord[]): void {
    for (const { line, values } of records) {
      if (values !== undefined) this.accept({ ...values }, line);
      else this.note('The row breaks off within a value and cannot be read.', line);
    }
  }

  /** A line of text that one of the formats understands. */
  private readFormatted(line: string): boolean {
    for (const { inLine } of this.formats) {
      const value = inLine?.(line, (message) => this.note(message));
      if (value === undefined) continue;
      this.accept(value, this.line);
      return true;
    }
    return false;
  }

  /** The usual line: one object and nothing else. */
  private readWhole(line: string): boolean {
    if (line[0] !== '{' || line.at(-1) !== '}') return false;
    const value = tryParseJson(line);
    if (value === undefined) return false;
    this.accept(value, this.line, line);
    return true;
  }

  /** Goes on with an object that began on an earlier line; false where the line is not its next one. */
  private readPending(line: string): boolean {
    const { scan, line: first, later } = this.pending!;
    if (!scan.goesOnWith(line[0]!) || scan.object.length > longestObject || this.isWholeAlert(line)) {
      this.giveUpPending();
      return false;
    }
    later.push({ text: line, line: this.line });
    const end = scan.read(line, 0);
    if (end === undefined) {
      if (scan.isInString) this.giveUpPending();
      return true;
    }
    const value = tryParseJson(scan.object);
    if (value === undefined) {
      this.giveUpPending();
      return true;
    }
    this.pending = undefined;
    this.accept(value, first, scan.object);
    if (end < line.length) this.readMixed(line, end);
    return true;
  }

  /** Looks for objects among other text, from an offset of the line. */
  private readMixed(line: string, from: number): void {
    let failures = 0;
    let objects = 0;
    for (let at = objectStart(line, from); at !== undefined && failures < mostFailures; ) {
      const scan = new ObjectScan();
      const end = scan.read(line, at);
      objects++;
      if (end === undefined) {
        this.unfinished(scan);
        return;
      }
      const read = this.acceptText(scan.object, this.line);
      if (!read) failures++;
      at = objectStart(line, read ? end : at + 1);
    }
    if (objects === 0 && from === 0) this.readText(line);
  }

  /** An object that its line does not end: it goes on below, unless the line breaks off within a string. */
  private unfinished(scan: ObjectScan): void {
    this.pending = { line: this.line, scan, begun: scan.completed(), later: [] };
    if (scan.isInString) this.giveUpPending();
  }

  /**
   * Takes of an object that was cut off what is whole: with the lines below it, else of its first line alone. Then
   * the lines below were none of its own, and are read by themselves.
   */
  private giveUpPending(): void {
    if (this.pending === undefined) return;
    const { scan, line, begun, later } = this.pending;
    this.pending = undefined;
    if (this.acceptCut(scan.completed(), line)) return;
    const isRead = later.length > 0 && this.acceptCut(begun, line);
    if (!isRead && looksLikeAlert(begun)) this.note('The alert breaks off and cannot be read.', line);
    const now = this.line;
    for (const each of later) {
      this.line = each.line;
      this.readUsual(each.text);
      this.giveUpPending(); // each is tried once by itself, or hostile lines would be read over and over
    }
    this.line = now;
  }

  private acceptCut(text: string, line: number): boolean {
    const value = tryParseJson(text);
    if (value === undefined || !isAlert(value)) return false;
    this.note('The alert breaks off; what stands before the break was read.', line);
    this.accept(value, line, text);
    return true;
  }

  private acceptText(text: string, line: number): boolean {
    const value = tryParseJson(text);
    if (value !== undefined) this.accept(value, line, text);
    else if (looksLikeAlert(text)) this.note('The alert is not valid JSON and cannot be read.', line);
    return value !== undefined;
  }

  /** @param text the JSON text of the value, where it was read from such */
  private accept(value: JsonValue, line: number, text?: string): void {
    const note = (message: string) => this.note(message, line);
    const isOne = isAlert(value);
    const objects = isOne ? [value] : this.alertsIn(value, note);
    for (const object of objects) {
      const alert = alertOf(object, line, note);
      this.alerts.push(alert);
      this.texts.push(isOne && text !== undefined ? text : falcoLine(alert));
    }
    if (objects.length === 0) this.otherLines++;
  }

  /** The alerts that the formats find in a value that is none itself. */
  private alertsIn(value: JsonValue, note: (message: string) => void): readonly JsonObject[] {
    if (!isJsonObject(value)) return [];
    for (const { inObject } of this.formats) {
      const alerts = inObject?.(value, note);
      if (alerts !== undefined) return alerts;
    }
    return [];
  }

  /** True for a line that is an alert by itself: then an object that is still open broke off before. */
  private isWholeAlert(line: string): boolean {
    const text = line.endsWith(',') ? line.slice(0, -1) : line;
    if (!/^\{.*\}$|^\[.*\]$/s.test(text)) return false;
    const value = tryParseJson(text);
    const values = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
    return values.some(
      (each) => each !== undefined && (isAlert(each) || this.alertsIn(each, () => {}).length > 0),
    );
  }

  private readText(line: string): void {
    if (!/^[\d:.T+Z-]+: (?:Emergency|Alert|Critical|Error|Warning|Notice|Info\w*|Debug) /.test(line)) {
      if (!/^[[\],]+$/.test(line)) this.otherLines++; // the brackets of an array
      return;
    }
    this.note('This alert is plain text. Set json_output in falco.yaml: replay needs the output fields.');
  }

  private note(message: string, line = this.line): void {
    this.oddities.push({ line, message });
  }
}

/** The next place where an object can begin: `{`, then a key, the end of the object, or the end of the line. */
function objectStart(line: string, from: number): number | undefined {
  const start = /\{(?=\s*(?:["}]|$))/g;
  start.lastIndex = from;
  return start.exec(line)?.index;
}

function looksLikeAlert(text: string): boolean {
  return /"(?:output_fields|priority|rule)"/.test(text);
}
