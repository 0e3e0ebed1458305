import { alertQuery } from '../../server/src/kql/alert-query.ts';
import { type PlainTable, runQuery } from '../../server/src/kql/engine.ts';
import { analyse, makeGlobals } from '../../server/src/kql/kusto/analyse.ts';
import { type KustoLibrary, loadKusto } from '../../server/src/kql/kusto/library.ts';
import { usualColumns } from '../../server/src/kql/parser-function/columns.ts';
import {
  parserFunction,
  parserFunctionName,
  parserPrelude,
} from '../../server/src/kql/parser-function/generate.ts';
import type { FalcoAlert } from '../../server/src/kql/sidekick/alert.ts';
import { landCef, landSyslog, tableRows } from '../../server/src/kql/sidekick/landing.ts';
import { cefLine, jsonLine } from '../../server/src/kql/sidekick/line.ts';
import { commonSecurityLog, syslog } from '../../server/src/kql/sidekick/tables.ts';
import { type Measurement, summarise, timeRuns } from './measure.ts';

const rowCount = 20_000;
const sender = { host: 'node-7', pid: 4711, sent: '2024-06-15T10:00:03Z' };

/** Kusto's own reading of function and query, and the evaluator over rows of both transports. */
export async function kql(): Promise<Measurement[]> {
  const start = performance.now();
  const kusto = await loadKusto();
  const cold = [performance.now() - start];
  return [
    summarise('kusto start', 'ms', cold, 'loading the library, once; an editor does it in a worker'),
    analysis(kusto),
    analysisInEditor(kusto),
    rate(kusto, 'json'),
    rate(kusto, 'cef'),
  ];
}

function options(transport: 'cef' | 'json' | 'both') {
  const tables = { cefTable: 'CommonSecurityLog', syslogTable: 'Syslog' };
  return { transport, ...tables, columns: usualColumns, clusterField: 'cluster' };
}

/** Parse, analyse and diagnose the parser function as a prelude, and the query of a rule behind it. */
function analysis(kusto: KustoLibrary): Measurement {
  const globals = makeGlobals(kusto, [commonSecurityLog, syslog], []);
  const query = (run: number) => {
    const rule = { name: `Rule ${run}`, fields: ['fd.name', 'proc.cmdline'] };
    return `${parserPrelude(options('both'))}${alertQuery(rule)}`;
  };
  const samples = timeRuns({ warmUp: 30, counted: 100 }, query, (text) => analyse(kusto, text, globals));
  return summarise('kql analysis', 'ms', samples, 'parser function and query: parse, analyse, diagnose');
}

/** As an editor does it: the function is analysed once, and of it only its columns count for the queries. */
function analysisInEditor(kusto: KustoLibrary): Measurement {
  const tables = [commonSecurityLog, syslog];
  const asFunction = makeGlobals(kusto, tables, [parserFunction(options('both'))]);
  const { columns = [] } = analyse(kusto, parserFunctionName, asFunction);
  const globals = makeGlobals(kusto, tables, [], [{ name: parserFunctionName, columns }]);
  const query = (run: number) => alertQuery({ name: `Rule ${run}`, fields: ['fd.name', 'proc.cmdline'] });
  const samples = timeRuns({ warmUp: 30, counted: 100 }, query, (text) => analyse(kusto, text, globals));
  return summarise('kql query', 'ms', samples, 'a query that calls the parser function, as in the editor');
}

/** Rows a second through parser function and query. */
function rate(kusto: KustoLibrary, transport: 'cef' | 'json'): Measurement {
  const tables = landedTables(transport);
  const functions = [parserFunction(options(transport))];
  const query = alertQuery({ name: 'Read sensitive file', fields: ['fd.name', 'proc.cmdline'] });
  const samples = timeRuns(
    { warmUp: 3, counted: 10 },
    () => undefined,
    () => {
      const answer = runQuery(kusto, { query, functions, tables, now: 0 });
      if (!answer.ok || answer.rows.length !== rowCount / 2)
        throw new Error('the query finds half of the rows');
    },
  );
  const rates = samples.map((time) => (1000 * rowCount) / time);
  return summarise(
    `kql rows ${transport}`,
    'rows/s',
    rates,
    `through parser function and query, ${transport}`,
  );
}

function landedTables(transport: 'cef' | 'json'): Record<string, PlainTable> {
  const workspace = { tenantId: '11111111-2222-3333-4444-555555555555' };
  const rows = Array.from({ length: rowCount }, (_, i) => {
    const alert = inventedAlert(i);
    return transport === 'cef'
      ? landCef(cefLine(alert, sender), sender, workspace)!
      : landSyslog(jsonLine(alert, sender), sender, workspace)!;
  });
  const [cef, json] = transport === 'cef' ? [rows, []] : [[], rows];
  return {
    CommonSecurityLog: { ...commonSecurityLog, rows: tableRows(commonSecurityLog.columns, cef) },
    Syslog: { ...syslog, rows: tableRows(syslog.columns, json) },
  };
}

function inventedAlert(number: number): FalcoAlert {
  const file = `/etc/shadow-${number}`;
  return {
    uuid: `7f0f4a52-0c1d-4a39-9d7e-${String(number).padStart(12, '0')}`,
    output: `Sensitive file opened (user=root file=${file} command=cat ${file} parent=bash)`,
    priority: 'Warning',
    rule: number % 2 === 0 ? 'Read sensitive file' : 'Write below etc',
    time: '2024-06-15T10:00:01.123456789Z',
    source: 'syscall',
    hostname: 'falco-x2x9d',
    tags: ['container', 'T1059'],
    output_fields: {
      'evt.time': 1718445601123456800n + BigInt(number),
      'user.name': 'root',
      'fd.name': file,
      'proc.cmdline': `cat ${file}`,
      'proc.pname': 'bash',
      'k8s.ns.name': 'shop',
    },
  };
}
