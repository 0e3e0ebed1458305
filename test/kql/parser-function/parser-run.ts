import type { QueryAnswer } from '../../../server/src/kql/engine.ts';
import { runQuery } from '../../../server/src/kql/engine.ts';
import { loadKusto } from '../../../server/src/kql/kusto/library.ts';
import { usualColumns } from '../../../server/src/kql/parser-function/columns.ts';
import type { ParserFunctionOptions } from '../../../server/src/kql/parser-function/generate.ts';
import { parserFunction } from '../../../server/src/kql/parser-function/generate.ts';
import type { FalcoAlert } from '../../../server/src/kql/sidekick/alert.ts';
import { landCef, landSyslog, tableRows } from '../../../server/src/kql/sidekick/landing.ts';
import { cefLine, jsonLine } from '../../../server/src/kql/sidekick/line.ts';
import { commonSecurityLog, syslog } from '../../../server/src/kql/sidekick/tables.ts';
import { sender, workspace } from './invented-alerts.ts';

const kusto = await loadKusto();

export const options: ParserFunctionOptions = {
  transport: 'both',
  cefTable: 'CommonSecurityLog',
  syslogTable: 'Syslog',
  columns: usualColumns,
  clusterField: 'cluster',
};

/** Runs a query through the parser function over the alerts as they land from one transport. */
export function runOver(
  query: string,
  alerts: readonly FalcoAlert[],
  transport: 'cef' | 'json',
): QueryAnswer {
  const landed = alerts.map((alert) =>
    transport === 'cef'
      ? landCef(cefLine(alert, sender), sender, workspace)
      : landSyslog(jsonLine(alert, sender), sender, workspace),
  );
  const rows = landed.filter((row) => row !== undefined);
  const [cef, json] = transport === 'cef' ? [rows, []] : [[], rows];
  return runQuery(kusto, {
    query,
    now: Date.UTC(2024, 5, 15, 12),
    functions: [parserFunction(options)],
    tables: {
      CommonSecurityLog: {
        columns: commonSecurityLog.columns,
        rows: tableRows(commonSecurityLog.columns, cef),
      },
      Syslog: { columns: syslog.columns, rows: tableRows(syslog.columns, json) },
    },
  });
}

/** Rows as objects by column name. Throws with the error of a query that was not run. */
export function rowsOver(query: string, alerts: readonly FalcoAlert[], transport: 'cef' | 'json') {
  const answer = runOver(query, alerts, transport);
  if (!answer.ok) throw new Error(`${answer.error} ${JSON.stringify(answer.diagnostics)}`);
  return answer.rows.map((row) =>
    Object.fromEntries(row.map((value, i) => [answer.columns[i]!.name, value])),
  );
}
