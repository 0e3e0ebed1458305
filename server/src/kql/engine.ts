import type { Limits } from './evaluate/budget.ts';
import { KqlFailure } from './evaluate/failure.ts';
import type { Read } from './evaluate/lazy-rows.ts';
import { LazyRows, remembered } from './evaluate/lazy-rows.ts';
import { runAnalysed } from './evaluate/run.ts';
import type { Table } from './evaluate/table.ts';
import { lazyTable } from './evaluate/table.ts';
import { converter } from './evaluate/value/convert.ts';
import { formatDatetime, ticksOf, unixEpochTicks } from './evaluate/value/datetime.ts';
import type { Decimal } from './evaluate/value/decimal.ts';
import { formatDecimal } from './evaluate/value/decimal.ts';
import { maxJsonDepth, textOfTyped } from './evaluate/value/json.ts';
import { parseDatetime } from './evaluate/value/parse-datetime.ts';
import { formatTimespan, ticksPer } from './evaluate/value/timespan.ts';
import type { Bag, Row, ScalarType, Value } from './evaluate/value/value.ts';
import { isArray, isBag, scalarTypeNamed, TypedScalar } from './evaluate/value/value.ts';
import type { Column, KqlDiagnostic, StoredFunction } from './kusto/analyse.ts';
import { analyse, makeGlobals } from './kusto/analyse.ts';
import type { KustoLibrary } from './kusto/library.ts';
import { loadKusto } from './kusto/library.ts';

/** A value as JSON has it. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** Rows given to a query. A cell may also be the text of a value of its column's type. */
export interface PlainTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A query with the rows it runs on. `now` in milliseconds since 1970. */
export interface QueryRequest {
  readonly query: string;
  readonly tables?: Readonly<Record<string, PlainTable>>;
  readonly functions?: readonly StoredFunction[];
  readonly now: number;
  readonly limits?: Limits;
}

/** The answer of a run; `diagnostics` are those of Kusto's analysis. */
export type QueryAnswer =
  | {
      readonly ok: true;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly PlainValue[])[];
    }
  | { readonly ok: false; readonly error: string; readonly diagnostics: readonly KqlDiagnostic[] };

/**
 * Runs a query over rows in memory. A query that Kusto's analysis finds errors in is not run; what the
 * engine cannot do is a clear error at its place. Never throws for anything in the request.
 *
 * Values of the answer: bool, null and dynamic as in JSON; int, long and real as numbers, a long beyond
 * 2^53 as its digits, NaN and the infinities by name; decimal, guid and string as text; datetime in ISO
 * 8601 with seven digits and `Z`; timespan as `[d.]hh:mm:ss[.fffffff]`.
 */
export function runQuery(kusto: KustoLibrary, request: QueryRequest): QueryAnswer {
  try {
    const tables = new Map(
      Object.entries(request.tables ?? {}).map(([name, table]) => [name, readTable(name, table)]),
    );
    const schemas = [...tables].map(([name, { columns }]) => ({ name, columns }));
    const analysis = analyse(kusto, request.query, makeGlobals(kusto, schemas, request.functions ?? []));
    const errors = analysis.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
    if (errors[0]) return { ok: false, error: errors[0].message, diagnostics: errors };
    const now = ticksOf(request.now);
    const table = runAnalysed(analysis, {
      kusto,
      tables,
      now,
      ...(request.limits && { limits: request.limits }),
    });
    return { ok: true, columns: table.columns, rows: plainRows(table) };
  } catch (error) {
    return failedAnswer(error);
  }
}

/** What an error that a run ended with means for people; never throws. */
export function failedAnswer(error: unknown): Extract<QueryAnswer, { ok: false }> {
  if (error instanceof KqlFailure) {
    const place = error.span;
    const diagnostics: KqlDiagnostic[] = place
      ? [{ code: 'not-run', severity: 'error', message: error.message, span: place }]
      : [];
    return { ok: false, error: error.message, diagnostics };
  }
  if (error instanceof RangeError) {
    return { ok: false, error: 'The query is nested too deeply or too large to run', diagnostics: [] };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { ok: false, error: `The engine failed on this query: ${reason}`, diagnostics: [] };
}

/** The request of the engine port: `now` as text or milliseconds since 1970, 0 where it is left out. */
export interface KqlPortRequest {
  readonly kql: unknown;
  readonly tables?: unknown;
  readonly functions?: unknown;
  readonly now?: unknown;
}

/**
 * Answers the engine port's request `{"kql":…,"tables":…,"now":…}`. `defaultNow` (milliseconds since 1970)
 * is what `now()` gives where the request does not say. Never rejects for anything in the request.
 */
export async function answerKqlRequest(
  request: KqlPortRequest,
  defaultNow: number,
  limits?: Limits,
): Promise<QueryAnswer> {
  const read = readPortRequest(request, defaultNow);
  if (typeof read === 'string') return { ok: false, error: read, diagnostics: [] };
  return runQuery(await loadKusto(), limits ? { ...read, limits } : read);
}

/** Checks the shape of a port request; gives the reason where it is wrong. */
function readPortRequest(request: KqlPortRequest, defaultNow: number): QueryRequest | string {
  const { kql, tables = {}, functions = [] } = request;
  if (typeof kql !== 'string') return "'kql' must be the text of a query";
  if (!isRecord(tables)) return "'tables' must be an object of tables by name";
  for (const [name, table] of Object.entries(tables)) {
    if (!isPlainTable(table))
      return `The table '${name}' must have 'columns' (name and type) and 'rows' (arrays)`;
  }
  if (!Array.isArray(functions) || !functions.every(isStoredFunction)) {
    return "'functions' must be a list of objects with name, parameters and body";
  }
  const now = readMoment(request.now, defaultNow);
  if (now === undefined) return "'now' must be a moment in ISO 8601 or milliseconds since 1970";
  return { query: kql, tables: tables as Record<string, PlainTable>, functions, now };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlainTable(value: unknown): value is PlainTable {
  if (!isRecord(value) || !Array.isArray(value.columns) || !Array.isArray(value.rows)) return false;
  const named = value.columns.every(
    (column) => isRecord(column) && typeof column.name === 'string' && typeof column.type === 'string',
  );
  return named && value.rows.every((row) => Array.isArray(row));
}

function isStoredFunction(value: unknown): value is StoredFunction {
  return (
    isRecord(value) &&
    typeof value.name === 'string' &&
    typeof value.parameters === 'string' &&
    typeof value.body === 'string'
  );
}

function readMoment(value: unknown, otherwise: number): number | undefined {
  if (value === undefined || value === null) return otherwise;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const ticks = typeof value === 'string' ? parseDatetime(value) : undefined;
  return ticks === undefined ? undefined : Number((ticks - unixEpochTicks) / ticksPer.millisecond);
}

/**
 * A table with its cells in the evaluator's own form.
 * @throws KqlFailure where a column's type is none
 */
export function readTable(name: string, { columns, rows }: PlainTable): Table {
  const typed = columns.map((column) => {
    const type = scalarTypeNamed(column.type);
    if (type === undefined) {
      throw new KqlFailure(`The column '${column.name}' of '${name}' has the unknown type '${column.type}'`);
    }
    return { name: column.name, type };
  });
  // Tables of Sentinel have many columns: cells are read for those that a query asks for.
  const reads = typed.map(({ type }, place) => columnReader(type, place));
  const part = { source: rows as readonly Row[], tests: [], reads, asIs: false };
  return lazyTable(typed, new LazyRows([part], 0));
}

/** Reads a column out of a row of cells, as they were given. */
function columnReader(type: ScalarType, place: number): Read {
  const read = cellReader(type);
  const empty = type === 'string' ? '' : null;
  const value: Read = (row) => {
    const cell: unknown = row[place];
    return cell === null || cell === undefined ? empty : read(cell);
  };
  return type === 'string' ? value : remembered(value);
}

/** Reads cells of JSON into the representation of their column's type. */
function cellReader(type: ScalarType): (cell: unknown) => Value {
  if (type === 'string') return (cell) => (typeof cell === 'string' ? cell : textOfCell(cell));
  if (type === 'dynamic') return (cell) => fromPlain(cell);
  const [ofText, ofLong, ofReal, ofBool] = (['string', 'long', 'real', 'bool'] as const).map((from) =>
    converter(from, type),
  );
  return (cell) => {
    if (typeof cell === 'string') return ofText!(cell);
    if (typeof cell === 'number') return Number.isInteger(cell) ? ofLong!(cell) : ofReal!(cell);
    return typeof cell === 'boolean' ? ofBool!(cell) : null;
  };
}

function textOfCell(cell: unknown): string {
  return cell === null || cell === undefined ? '' : JSON.stringify(cell);
}

/** A plain value as a dynamic one; whole numbers are longs. What nests deeper than JSON may is left out. */
function fromPlain(value: unknown, depth = 0): Value {
  if (depth > maxJsonDepth || value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return value;
  if (Array.isArray(value)) return value.map((item) => fromPlain(item, depth + 1));
  return new Map(Object.entries(value).map(([key, member]) => [key, fromPlain(member, depth + 1)]));
}

/** The rows of a result, as JSON has them. */
export function plainRows(table: Table): PlainValue[][] {
  const convert = table.columns.map(({ type }) => plainReader(type));
  return table.rows.map((row) => row.map((value, i) => (value === null ? null : convert[i]!(value))));
}

function plainReader(type: ScalarType): (value: Value) => PlainValue {
  switch (type) {
    case 'datetime':
      return (value) => formatDatetime(value as bigint);
    case 'timespan':
      return (value) => formatTimespan(value as bigint);
    case 'decimal':
      return (value) => formatDecimal(value as Decimal);
    case 'dynamic':
      return plainOfDynamic;
    case 'int':
    case 'long':
    case 'real':
      return (value) => plainNumber(value as number | bigint);
    default:
      return (value) => value as string | boolean;
  }
}

function plainNumber(value: number | bigint): PlainValue {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return Number.isFinite(value) ? value : String(value);
}

function plainOfDynamic(value: Value): PlainValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return plainNumber(value);
  if (isArray(value)) return value.map(plainOfDynamic);
  if (isBag(value)) return plainOfBag(value);
  return value instanceof TypedScalar ? textOfTyped(value) : formatDecimal(value);
}

function plainOfBag(bag: Bag): PlainValue {
  // A bag may have the key `__proto__`, which is to become a member and nothing else.
  if (bag.has('__proto__'))
    return Object.fromEntries([...bag].map(([key, member]) => [key, plainOfDynamic(member)]));
  const plain: Record<string, PlainValue> = {};
  for (const [key, member] of bag) plain[key] = plainOfDynamic(member);
  return plain;
}
