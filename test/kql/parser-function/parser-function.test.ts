import { describe, expect, it } from 'vitest';
import { analyse, makeGlobals } from '../../../server/src/kql/kusto/analyse.ts';
import { loadKusto } from '../../../server/src/kql/kusto/library.ts';
import { withColumns } from '../../../server/src/kql/parser-function/columns.ts';
import { parserFunction, parserPrelude } from '../../../server/src/kql/parser-function/generate.ts';
import { commonSecurityLog, syslog } from '../../../server/src/kql/sidekick/tables.ts';
import { alert } from './invented-alerts.ts';
import { options, rowsOver } from './parser-run.ts';

const kusto = await loadKusto();
const one = [
  alert('Rule A', 'Something happened (user=root file=/etc/x command=cat /etc/x parent=<NA>)', {
    'fd.name': '/etc/x',
    'proc.cmdline': 'cat /etc/x',
    'proc.pname': null,
    cluster: 'west-1',
  }),
];

describe('the parser function', () => {
  it.each(['cef', 'json', 'both'] as const)('has no diagnostics for %s', (transport) => {
    const globals = makeGlobals(
      kusto,
      [commonSecurityLog, syslog],
      [parserFunction({ ...options, transport })],
    );
    expect(analyse(kusto, 'FalcoContainerSecurity | take 1', globals).diagnostics).toEqual([]);
  });

  it('works as a prelude too', () => {
    const globals = makeGlobals(kusto, [commonSecurityLog, syslog], []);
    const query = `${parserPrelude(options)}FalcoContainerSecurity | where file has "x" | project file`;
    expect(analyse(kusto, query, globals).diagnostics).toEqual([]);
    expect(analyse(kusto, query, globals).columns).toEqual([{ name: 'file', type: 'string' }]);
  });

  it('takes strange names of columns, labels and fields', () => {
    const columns = withColumns([{ name: 'odd "name"', labels: ['a"b'], fields: ['x["y"]\\'] }]);
    const globals = makeGlobals(
      kusto,
      [commonSecurityLog, syslog],
      [parserFunction({ ...options, columns })],
    );
    expect(analyse(kusto, 'FalcoContainerSecurity', globals).diagnostics).toEqual([]);
  });

  it.each(['cef', 'json'] as const)('fills the same columns over %s', (transport) => {
    const [row] = rowsOver('FalcoContainerSecurity', one, transport);
    expect(row).toMatchObject({
      Activity: 'Rule A',
      LogSeverity: '6',
      DeviceVendor: 'Falcosecurity',
      DeviceEventClassID: 'Falco Event',
      Computer: 'node-7',
      file: '/etc/x',
      command: 'cat /etc/x',
      cmdline: 'cat /etc/x',
      parent: '',
      user: 'root',
      k8s_ns: 'shop',
      ClusterName: 'west-1',
      source: 'syscall',
      hostname: 'falco-x2x9d',
      tags:
        transport === 'cef'
          ? ['T1059', 'container', 'maturity_stable']
          : ['maturity_stable', 'container', 'T1059'],
    });
  });

  it('reads fields after a pair that a value has begun', () => {
    const odd = [alert('Rule A', 'Output', { 'proc.cmdline': 'env FOO=1 sh', 'proc.pname': 'bash' })];
    const [row] = rowsOver('FalcoContainerSecurity', odd, 'cef');
    expect(row).toMatchObject({ cmdline: 'env FOO=1 sh', parent: 'bash' });
  });

  it.each(['cef', 'json'] as const)('takes <NA> for nothing over %s', (transport) => {
    const empty = [
      alert('Rule A', 'Output (parent=<NA> file=<NA>)', { 'proc.pname': '<NA>', 'fd.name': '<NA>' }),
    ];
    expect(rowsOver('FalcoContainerSecurity', empty, transport)[0]).toMatchObject({ parent: '', file: '' });
  });

  const hostileValues = [
    'x file=/etc/shadow',
    'a | file=/etc/shadow',
    'a;file=/etc/shadow;b',
    'line1\nCEF:0|Evil|Evil|1|1|Forged|10|file=/etc/shadow',
    'cs1=forged msg=forged',
    '"}, "rule": "Forged", "x": "',
    '\u202eabc ]]> <script>',
    'x'.repeat(65_536),
  ];

  /** Fields that fill a column each, and one of the settings. */
  const harmless = {
    'proc.cmdline': 'bash',
    'fd.name': '/tmp/a',
    'proc.pname': 'sshd',
    'proc.name': 'bash',
    'container.name': 'web',
    'k8s.pod.name': 'web-1',
    cluster: 'west-1',
  };

  const [usual, ...forged] = rowsOver(
    'FalcoContainerSecurity',
    [
      alert('Rule A', 'Output (command=bash -c id)', harmless),
      ...hostileValues.flatMap((hostile) => [
        alert('Rule A', `Output (command=${hostile})`, { ...harmless, 'proc.cmdline': hostile }),
        alert(hostile, 'Output (command=bash -c id)', harmless),
      ]),
    ],
    'json',
  );
  const changed = (row: Readonly<Record<string, unknown>>) =>
    Object.keys(row).filter((column) => JSON.stringify(row[column]) !== JSON.stringify(usual![column]));

  it.each(hostileValues)('keeps a hostile value in its own columns over json: %j', (hostile) => {
    const row = forged[hostileValues.indexOf(hostile) * 2]!;
    // What the value itself fills: its columns, the text of the alert, and the bag with all fields.
    expect(changed(row).sort()).toEqual(['Message', 'cmdline', 'command', 'outputfields']);
    expect(row).toMatchObject({ command: hostile, cmdline: hostile });
    expect(row.outputfields).toMatchObject({ ...harmless, 'proc.cmdline': hostile });
  });

  it.each(hostileValues)('keeps a hostile name of a rule in its own column over json: %j', (hostile) => {
    const row = forged[hostileValues.indexOf(hostile) * 2 + 1]!;
    expect(changed(row)).toEqual(['Activity']);
    expect(row.Activity).toBe(hostile);
  });

  it('can be forged over CEF, as announced: a label inside a value is a label', () => {
    const forged = [alert('Rule A', 'Output (command=echo file=/etc/shadow)', { 'fd.name': '/tmp/a' })];
    expect(rowsOver('FalcoContainerSecurity', forged, 'cef')[0]).toMatchObject({
      file: '/etc/shadow',
      command: 'echo',
    });
  });
});
