import type { Span } from '../../text/span.ts';
import { failedAnswer, type PlainValue, plainRows, readTable } from '../engine.ts';
import { runAnalysed } from '../evaluate/run.ts';
import type { Table } from '../evaluate/table.ts';
import type { WatchPipe } from '../evaluate/tabular/evaluate.ts';
import { ticksOf } from '../evaluate/value/datetime.ts';
import { type Analysis, analyse, type Column, makeGlobals, type TableSchema } from '../kusto/analyse.ts';
import type { KustoLibrary } from '../kusto/library.ts';
import {
  type ParserFunctionOptions,
  parserFunction,
  parserFunctionName,
} from '../parser-function/generate.ts';
import type { FalcoAlert, Sender } from '../sidekick/alert.ts';
import { tableRows } from '../sidekick/landing.ts';
import { commonSecurityLog, syslog } from '../sidekick/tables.ts';
import { type LandedAlert, landAlert, type Transport } from './landed-alert.ts';
import { prepareQuery, type QueryNames, type QueryOnAlerts, queryNames } from './query-on-alerts.ts';

/** What a replay of alerts in Sentinel depends on. */
export interface SentinelOptions {
  readonly parser: ParserFunctionOptions;
  readonly sender: Sender;
  /** What `now()` gives, in milliseconds since 1970. */
  readonly now: number;
}

/** Alerts as the parser function gives them, with which one each row stems from. */
export interface ParsedAlerts {
  readonly landed: readonly LandedAlert[];
  readonly table: Table;
  /** For each alert its row in the table; undefined where the parser function gives none. */
  readonly rowOf: readonly (number | undefined)[];
}

/** One operator of a query and the rows behind it. */
export interface QueryStep {
  /** The operator's characters in the query. */
  readonly span: Span;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly PlainValue[])[];
}

/** What became of an alert in a query. */
export interface ExplainedQuery {
  readonly steps: readonly QueryStep[];
  /** The step behind which there is no row any more; undefined where the alert is returned. */
  readonly droppedBy: number | undefined;
  readonly error?: string;
}

/** The column that tells rows apart: Azure writes it, so that no alert can forge it. */
const numberColumn = 'TenantId';

/** Stands for the workspace's own. */
const tenant = '00000000-0000-0000-0000-000000000000';

/** The parser function, analysed once: that takes longer than anything else here. */
interface AnalysedParser {
  /** The tables for CEF and for JSON. */
  readonly schemas: readonly TableSchema[];
  /** The parser function alone, as a query. */
  readonly reading: Analysis;
  readonly names: QueryNames;
}

/** Equal options give equal analyses, so this memory changes no answer; it holds the last few. */
const analysed = new WeakMap<KustoLibrary, Map<string, AnalysedParser>>();
const mostAnalysed = 4;

function analysedParser(kusto: KustoLibrary, options: ParserFunctionOptions): AnalysedParser {
  const known = analysed.get(kusto) ?? new Map<string, AnalysedParser>();
  analysed.set(kusto, known);
  const key = JSON.stringify(options);
  const found = known.get(key) ?? analyseParser(kusto, options);
  known.set(key, found);
  for (const oldest of [...known.keys()].slice(0, -mostAnalysed)) known.delete(oldest);
  return found;
}

function analyseParser(kusto: KustoLibrary, options: ParserFunctionOptions): AnalysedParser {
  const parser = parserFunction(options);
  const schemas = [
    { ...commonSecurityLog, name: options.cefTable },
    { ...syslog, name: options.syslogTable },
  ];
  const reading = analyse(kusto, parserFunctionName, makeGlobals(kusto, schemas, [parser]));
  const parsed = { name: parserFunctionName, columns: reading.columns ?? [] };
  return { schemas, reading, names: queryNames(kusto, parser, schemas, parsed) };
}

/** Sends alerts to a Sentinel of our own: transport, tables, parser function, queries. */
export class Sentinel {
  private readonly parser: AnalysedParser;

  constructor(
    private readonly kusto: KustoLibrary,
    private readonly options: SentinelOptions,
  ) {
    this.parser = analysedParser(kusto, options.parser);
  }

  /** The columns of the parser function. */
  get columns(): readonly Column[] {
    return this.parser.reading.columns ?? [];
  }

  /** Sends, lands and parses alerts. */
  parse(alerts: readonly FalcoAlert[], transport: Transport): ParsedAlerts {
    const { sender } = this.options;
    const landed = alerts.map((alert, i) => landAlert(alert, transport, sender, String(i)));
    const table = this.run(this.parser.reading, this.tablesOf(landed));
    const column = table.columns.findIndex(({ name }) => name === numberColumn);
    const rowOf: (number | undefined)[] = alerts.map(() => undefined);
    for (const [i, row] of table.rows.entries()) rowOf[Number(row[column])] = i;
    return { landed, table, rowOf };
  }

  /** Analyses a query; it may name the parser function. */
  prepare(query: string): QueryOnAlerts {
    return prepareQuery(this.kusto, query, this.parser.names);
  }

  /**
   * For each alert whether a query returns it: whether its row is still there behind the last filter, and for
   * queries that mix rows, whether the query returns anything for this alert alone.
   * @throws KqlFailure for what the evaluator cannot do
   */
  returned({ rowWise, analysis }: QueryOnAlerts, alerts: ParsedAlerts): boolean[] {
    if (rowWise === undefined) {
      return alerts.landed.map((_, i) => this.run(analysis, this.tablesWith(alerts, i)).rows.length > 0);
    }
    const left = this.run(rowWise, new Map([[parserFunctionName, alerts.table]]));
    const column = left.columns.findIndex(({ name }) => name === numberColumn);
    const numbers = new Set(left.rows.map((row) => Number(row[column])));
    return alerts.landed.map((_, i) => numbers.has(i));
  }

  /**
   * Runs a query on one of the alerts alone, with the rows behind each of its operators. Never throws.
   * @param index of the alert
   */
  explain({ analysis, error }: QueryOnAlerts, alerts: ParsedAlerts, index: number): ExplainedQuery {
    const steps: QueryStep[] = [];
    if (error !== undefined) return { steps, droppedBy: undefined, error: error.message };
    try {
      this.run(analysis, this.tablesWith(alerts, index), (operator, table) => {
        const span = { start: operator.TextStart, end: operator.End };
        steps.push({ span, columns: table.columns, rows: plainRows(table) });
      });
    } catch (failure) {
      return { steps, droppedBy: undefined, error: failedAnswer(failure).error };
    }
    const empty = steps.findIndex(({ rows }) => rows.length === 0);
    return { steps, droppedBy: empty < 0 ? undefined : empty };
  }

  /** The tables with one alert in them, raw and parsed, as people see them: with a tenant, not with a number. */
  private tablesWith({ landed, table, rowOf }: ParsedAlerts, index: number): Map<string, Table> {
    const found = rowOf[index];
    const column = table.columns.findIndex(({ name }) => name === numberColumn);
    const rows =
      found === undefined ? [] : [table.rows[found]!.map((cell, i) => (i === column ? tenant : cell))];
    const alert = landed[index]!;
    const row = alert.row && { ...alert.row, [numberColumn]: tenant };
    return this.tablesOf([{ ...alert, row }]).set(parserFunctionName, { columns: table.columns, rows });
  }

  private tablesOf(landed: readonly LandedAlert[]): Map<string, Table> {
    const tables = (['cef', 'json'] as const).map((transport, i) => {
      const { name, columns } = this.parser.schemas[i]!;
      const own = landed.filter((each) => each.transport === transport);
      const rows = tableRows(
        columns,
        own.map(({ row }) => row).filter((row) => row !== undefined),
      );
      return [name, readTable(name, { columns, rows })] as const;
    });
    return new Map(tables);
  }

  private run(analysis: Analysis, tables: Map<string, Table>, watch?: WatchPipe): Table {
    const now = ticksOf(this.options.now);
    return runAnalysed(analysis, { kusto: this.kusto, tables, now, ...(watch && { watch }) });
  }
}
