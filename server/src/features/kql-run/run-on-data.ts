import { landAlert, type Transport } from '../../kql/alerts/landed-alert.ts';
import { type PlainTable, type QueryAnswer, runQuery } from '../../kql/engine.ts';
import type { TableSchema } from '../../kql/kusto/analyse.ts';
import type { KustoLibrary } from '../../kql/kusto/library.ts';
import { parserFunction } from '../../kql/parser-function/generate.ts';
import { commonSecurityLog, syslog } from '../../kql/sidekick/tables.ts';
import type { Alert } from '../../replay/alert.ts';
import type { JsonObject } from '../../text/json.ts';
import type { SentinelTransport } from '../../workspace/sentinel-connection.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { sidekickAlert } from '../stages/sent-alert.ts';
import { projectParser } from '../stages/sentinel-queries.ts';
import { dataTable } from './data-table.ts';
import type { DataRead } from './read-data.ts';

/** A query, the data that it runs on, and how. */
export interface RunOnData {
  readonly query: string;
  readonly data: readonly DataRead[];
  /** The ways on which alerts are sent to Sentinel. */
  readonly transport: SentinelTransport;
  /** What `now()` gives, in milliseconds since 1970; alerts without a time are sent then. */
  readonly now: number;
}

/**
 * Runs a query on data in memory. Alerts are sent and landed as the transport is modelled, each at its own
 * time; the parser function has the columns of the workspace's rules. Never throws for anything in the request.
 */
export function runOnData(kusto: KustoLibrary, snapshot: Snapshot, request: RunOnData): QueryAnswer {
  const { query, now } = request;
  const parser = projectParser(snapshot);
  const schemas = [
    { ...commonSecurityLog, name: parser.cefTable },
    { ...syslog, name: parser.syslogTable },
  ];
  const functions = [parserFunction(parser)];
  return runQuery(kusto, { query, tables: tablesOf(request, schemas), functions, now });
}

function tablesOf({ data, transport, now }: RunOnData, schemas: readonly TableSchema[]) {
  const rows = new Map<string, JsonObject[]>(schemas.map(({ name }) => [name, []]));
  const add = (table: string, more: readonly JsonObject[]) =>
    rows.set(table, [...(rows.get(table) ?? []), ...more]);
  for (const each of data) {
    if (each.kind === 'rows') add(each.table, each.rows);
    if (each.kind !== 'alerts') continue;
    for (const [i, way] of (['cef', 'json'] as const).entries()) {
      if (transport === way || transport === 'both') add(schemas[i]!.name, landedRows(each.alerts, way, now));
    }
  }
  const tables = [...rows].map(([name, own]): [string, PlainTable] => {
    return [name, dataTable(own, schemas.find((schema) => schema.name === name)?.columns ?? [])];
  });
  return Object.fromEntries(tables);
}

/** The rows that alerts become; one that Sentinel would not understand becomes none. */
function landedRows(alerts: readonly Alert[], transport: Transport, now: number): readonly JsonObject[] {
  const rows = alerts.map((alert) => {
    const sender = { host: alert.hostname ?? 'node-1', pid: 1, sent: momentOf(alert, now) };
    return landAlert(sidekickAlert(alert), transport, sender, '').row;
  });
  return rows.filter((row) => row !== undefined).map((row) => ({ ...row }));
}

function momentOf({ time }: Alert, now: number): string {
  return time === undefined || Number.isNaN(Date.parse(time)) ? new Date(now).toISOString() : time;
}
