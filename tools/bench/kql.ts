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

/** Kusto's own reading of function and query, and the evaluator over rows of both transports. */
export async function kql(): Promise<Measurement[]> {
  const start = performance.now();
  const kusto = await loadKusto();
  const cold = [performance.now() - start];
  return [
    summarise('kusto start', 'ms', cold, 'loading the library, once; an editor does it in a worker'),
    analysis(kusto),
    analysisInEditor(kusto),
    ...rates(kusto, 'json'),
    ...rates(kusto, 'cef'),
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

/** Rows a second through parser function and query, and through the function alone with all of its columns. */
function rates(kusto: KustoLibrary, transport: 'cef' | 'json'): Measurement[] {
  const tables = landedTables(transport);
  const query = alertQuery({ name: ruleNames[0], fields: ['fd.name', 'proc.cmdline'] });
  return [
    rate(kusto, { transport, tables, query, found: rowCount / 2, name: `kql rows ${transport}` }),
    rate(kusto, {
      transport,
      tables,
      query: parserFunctionName,
      found: rowCount,
      name: `kql all ${transport}`,
    }),
  ];
}

interface Rate {
  readonly transport: 'cef' | 'json';
  readonly tables: Record<string, PlainTable>;
  readonly query: string;
  /** How many rows the query finds. */
  readonly found: number;
  readonly name: string;
}

function rate(kusto: KustoLibrary, { transport, tables, query, found, name }: Rate): Measurement {
  const functions = [parserFunction(options(transport))];
  const samples = timeRuns(
    { warmUp: 3, counted: 20 },
    () => undefined,
    () => {
      const answer = runQuery(kusto, { query, functions, tables, now: 0 });
      if (!answer.ok || answer.rows.length !== found) throw new Error(`the query finds ${found} rows`);
    },
  );
  const perSecond = samples.map((time) => (1000 * rowCount) / time);
  const what =
    found === rowCount
      ? 'the parser function alone, every column'
      : 'parser function and query, every other row';
  return summarise(name, 'rows/s', perSecond, `${what}, ${transport}`);
}

function landedTables(transport: 'cef' | 'json'): Record<string, PlainTable> {
  const workspace = { tenantId: '11111111-2222-3333-4444-555555555555' };
  const rows = Array.from({ length: rowCount }, (_, i) => {
    const alert = inventedAlert(i);
    const sender = { host: `node-${i % 40}`, pid: 4000 + (i % 900), sent: momentOf(i) };
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

const ruleNames = ['Read sensitive file', 'Write below etc'] as const;

/** A second later for each alert. */
function momentOf(number: number): string {
  return new Date(Date.UTC(2024, 5, 15, 10) + 1000 * number).toISOString().replace('.000', '');
}

/** Alerts as a cluster sends them: no two alike, few users and images, many pods, files and commands. */
function inventedAlert(number: number): FalcoAlert {
  const oneOf = (...names: readonly string[]) => names[number % names.length]!;
  const file = `/etc/${oneOf('shadow', 'ssh/keys', 'pam.d', 'ssl/private', 'sudoers.d')}/${number.toString(36)}`;
  const user = oneOf('root', 'www-data', 'postgres', 'nobody', 'deploy', 'ci');
  const process = oneOf('cat', 'python3', 'bash', 'java');
  const command = `${process} ${number % 3 === 0 ? `-c "print(${number})" ` : ''}${file}`;
  const container = (number * 2654435761).toString(16).slice(-12);
  const namespace = number % 7 === 0 ? '<NA>' : oneOf('shop', 'billing', 'mail', 'monitoring', 'kube-system');
  return {
    uuid: `7f0f4a52-0c1d-4a39-9d7e-${String(number).padStart(12, '0')}`,
    output: `File opened (user=${user} file=${file} command=${command} parent=bash container_id=${container} k8s_ns=${namespace})`,
    priority: oneOf('Warning', 'Notice', 'Error'),
    rule: ruleNames[number % 2]!,
    time: momentOf(number).replace('Z', `.${String(number % 1000).padStart(9, '1')}Z`),
    source: 'syscall',
    hostname: `falco-${number % 40}`,
    tags: ['container', 'T1059'],
    output_fields: {
      'evt.time': 1718445601123456800n + BigInt(number),
      'user.name': user,
      'fd.name': file,
      'proc.name': process,
      'proc.cmdline': command,
      'proc.pname': 'bash',
      'container.id': container,
      'k8s.ns.name': namespace,
      'k8s.pod.name': `${namespace}-${(number * 40503) % 977}`,
    },
  };
}
