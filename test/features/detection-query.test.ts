import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectionQuery } from '../../server/src/features/detection-query.ts';
import { preview } from '../../server/src/features/preview.ts';
import { type AlertQueryRule, alertQuery } from '../../server/src/kql/alert-query.ts';
import { huntingQueries } from '../../server/src/kql/hunting-queries.ts';
import { analyse, makeGlobals } from '../../server/src/kql/kusto/analyse.ts';
import { loadKusto } from '../../server/src/kql/kusto/library.ts';
import { parserFunction } from '../../server/src/kql/parser-function/generate.ts';
import { commonSecurityLog, syslog } from '../../server/src/kql/sidekick/tables.ts';
import { carriedFields } from '../../server/src/workspace/carried-fields.ts';
import { type Snapshot, Workspace } from '../../server/src/workspace/workspace.ts';
import { alert } from '../kql/parser-function/invented-alerts.ts';
import { options, rowsOver } from '../kql/parser-function/parser-run.ts';
import { factsAvailable, factsFolder } from '../support/facts.ts';

const rules = `
- list: shells
  items: [bash, sh]
- macro: by_root
  condition: user.name = root
- rule: Shell in a container
  desc: d
  condition: evt.type = execve
  output: Shell (user=%user.name process=%proc.name command=%proc.cmdline parent=%proc.pname file=%fd.name pid=%proc.pid)
  priority: NOTICE
`;

function snapshotOf(detections: string): Snapshot {
  const workspace = new Workspace();
  workspace.setFile('file:///rules.yaml', rules, true);
  workspace.setFile('file:///my.detections.yaml', detections, true);
  return workspace.snapshot();
}

function queryOf(where: string) {
  const snapshot = snapshotOf(`- detection: Odd shell\n  rule: Shell in a container\n  where: ${where}\n`);
  return detectionQuery(snapshot, snapshot.detections[0]!);
}

const kusto = await loadKusto();
const stored = makeGlobals(kusto, [commonSecurityLog, syslog], [parserFunction(options)]);
const parsed = analyse(kusto, 'FalcoContainerSecurity', stored);

/** The function as a table of its columns: Kusto reads the body of a function anew in every query. */
const globals = makeGlobals(kusto, [{ name: 'FalcoContainerSecurity', columns: parsed.columns! }], []);

function diagnostics(query: string) {
  return analyse(kusto, query, globals).diagnostics.map(({ message }) => `${message}\n${query}`);
}

it('the function has no diagnostics', () => expect(parsed.diagnostics).toEqual([]));

describe('the query of a detection', () => {
  const where = 'proc.name in (shells) and not by_root and proc.pid > 5 and fd.name pmatch (/etc)';

  it('holds the rule and what its where says', () => {
    const { query, findings } = queryOf(where);
    expect(findings).toEqual([]);
    expect(query).toContain(`\
FalcoContainerSecurity
| where Activity == "Shell in a container"
| where process in ("bash", "sh")
| where not(user == "root")
| where tolong(outputfields["proc.pid"]) > 5
| where tostring(outputfields["fd.name"]) matches regex @"(?s)\\A/*etc(?:/|\\z)"
| extend ["pid"] = tostring(outputfields["proc.pid"])
| project
`);
    expect(diagnostics(query!)).toEqual([]);
  });

  it('finds the alerts that it is about, and no others', () => {
    const fields = { 'proc.name': 'bash', 'user.name': 'www', 'proc.pid': 7, 'fd.name': '/etc/x' };
    const alerts = [
      alert('Shell in a container', 'wanted', fields),
      alert('Shell in a container', 'another name', { ...fields, 'proc.name': 'zsh' }),
      alert('Shell in a container', 'root', { ...fields, 'user.name': 'root' }),
      alert('Shell in a container', 'small', { ...fields, 'proc.pid': 5 }),
      alert('Shell in a container', 'elsewhere', { ...fields, 'fd.name': '/etcetera' }),
      alert('Another rule', 'another rule', fields),
    ];
    expect(rowsOver(queryOf(where).query!, alerts, 'json')).toHaveLength(1);
    expect(rowsOver(`${queryOf(where).query!}| where user == "www"`, alerts, 'cef')).toHaveLength(1);
  });

  it('is not there where KQL cannot say it, with the place in the file', () => {
    const snapshot = snapshotOf(
      '- detection: Odd shell\n  rule: Shell in a container\n  where: proc.pid > 5 and proc.name < 5\n',
    );
    const { query, findings } = detectionQuery(snapshot, snapshot.detections[0]!);
    expect(query).toBeUndefined();
    expect(findings.map(({ code }) => code)).toEqual(['kql-cannot-express']);
    const text = snapshot.files.get('file:///my.detections.yaml')!.text;
    expect(text.slice(findings[0]!.span.start, findings[0]!.span.end)).toBe('proc.name < 5');
  });
});

describe('the preview in a file of detections', () => {
  function previewOf(detections: string): string {
    const snapshot = snapshotOf(detections);
    const file = snapshot.files.get('file:///my.detections.yaml');
    return preview(snapshot, file, 5, 'kql').text;
  }

  it('shows the query and those for hunting', () => {
    const text = previewOf('- detection: Odd shell\n  rule: Shell in a container\n  where: proc.name = sh\n');
    expect(text.startsWith('// The detection "Odd shell".\n// Alerts of the Falco rule')).toBe(true);
    const queries = text.split('\n\n');
    expect(queries).toHaveLength(5);
    for (const query of queries) {
      expect(query).toContain('| where process == "sh"');
      expect(diagnostics(query)).toEqual([]);
    }
  });

  it('says in which line something cannot be said', () => {
    const text = previewOf('- detection: Odd\n  rule: Shell in a container\n  where: proc.name < 5\n');
    expect(text).toBe(
      '// The detection "Odd".\n// Line 3: KQL cannot say the order of texts: it has no order of texts by their bytes.\n',
    );
  });

  it('asks for a rule that is there', () => {
    expect(previewOf('- detection: Odd\n  rule: Nothing\n')).toContain('Name a rule of this workspace');
  });
});

/** All rules files of a folder as one workspace. */
function workspaceOf(folder: string): Snapshot {
  const workspace = new Workspace();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.yaml'))
      workspace.setFile(`file:///${name}`, readFileSync(join(folder, name), 'utf8'), true);
  }
  return workspace.snapshot();
}

function faultyQueries(snapshot: Snapshot): string[] {
  return [...snapshot.load.collector.rules.keys()].flatMap((name) => {
    const rule = { name, fields: (carriedFields(snapshot, name) ?? []).map(({ key }) => key) };
    return queriesOf(rule).flatMap(diagnostics);
  });
}

/** The query of a rule or detection, and all for hunting in its alerts. */
function queriesOf(rule: AlertQueryRule): string[] {
  return [alertQuery(rule), ...huntingQueries(rule).map(({ query }) => query)];
}

describe('all generated queries have no diagnostics', () => {
  it('of the examples', () => {
    expect(faultyQueries(workspaceOf('examples'))).toEqual([]);
  });

  it('of the detections of the examples', () => {
    const snapshot = workspaceOf('examples');
    const made = snapshot.detections.map((detection) => detectionQuery(snapshot, detection).rule);
    expect(made.length).toBeGreaterThan(2);
    expect(made.flatMap((rule) => (rule ? queriesOf(rule).flatMap(diagnostics) : ['no query']))).toEqual([]);
  });

  it.runIf(factsAvailable('queries of the official files'))('of the official files', () => {
    const snapshot = workspaceOf(join(factsFolder()!, 'corpus/official'));
    expect(snapshot.load.collector.rules.size).toBeGreaterThan(80);
    expect(faultyQueries(snapshot)).toEqual([]);
  });
});
