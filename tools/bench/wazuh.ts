import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { wazuhProblems } from '../../server/src/features/wazuh/problems.ts';
import { createSession, loadRuleset } from '../../server/src/wazuh/engine.ts';
import { generateWazuhRules } from '../../server/src/wazuh/generate/generate.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import type { FirstLoad } from './first-wazuh-load.ts';
import { type Benchmark, type Measurement, summarise, timeRuns } from './measure.ts';
import { rulesFilesIn } from './wazuh-rules-files.ts';

const ruleCount = 100;
const eventCount = 5_000;
const runs = { warmUp: 3, counted: 15 };
const freshProcesses = 12;

/** Events through generated rules, and the load of Wazuh's own rules where the folder of facts has them. */
export function wazuh(root: string): Benchmark {
  return () => [events(), ...stockLoad(root)];
}

/** One core: alerts of every rule in turn, in the order of their names. */
function events(): Measurement {
  const rules = Array.from({ length: ruleCount }, (_, i) => ({
    name: `Rule number ${i} in a container`,
    priority: ['NOTICE', 'WARNING', 'ERROR', 'CRITICAL'][i % 4]!,
    tags: ['container', 'T1059'],
  }));
  const { xml } = generateWazuhRules({ rules });
  const { ruleset } = loadRuleset({ 'falco_rules.xml': xml });
  const lines = Array.from({ length: eventCount }, (_, i) => alertOf(rules[i % ruleCount]!, i));
  const samples = timeRuns(
    runs,
    () => createSession(ruleset),
    (session) => {
      for (const line of lines) session.evaluate(line, 0);
    },
  );
  const rates = samples.map((time) => (1000 * eventCount) / time);
  return summarise('wazuh events', 'events/s', rates, `alerts through ${ruleCount} generated rules`);
}

function alertOf({ name, priority }: { name: string; priority: string }, number: number): string {
  const fields = { 'evt.time': number, 'proc.name': 'sh', 'proc.cmdline': 'sh -c id', 'container.id': 'c1' };
  const output = `12:00:00.000000000: ${priority} ${name} (proc=sh command=sh -c id container=c1)`;
  return JSON.stringify({ output, priority, rule: name, source: 'syscall', output_fields: fields });
}

function stockLoad(root: string): Measurement[] {
  const folder = resolve(root, process.env.FALCO_FACTS ?? '../shared', 'wazuh/ruleset/ruleset/rules');
  if (!existsSync(folder)) {
    console.warn('SKIPPED wazuh load: no folder of measured facts (set FALCO_FACTS to its path).');
    return [];
  }
  const files = rulesFilesIn(folder);
  const samples = timeRuns(
    runs,
    () => files,
    (all) => loadRuleset(all),
  );
  const count = `${Object.keys(files).length} files of Wazuh's own rules`;
  return [...firstLoads(folder, count), summarise('wazuh load', 'ms', samples, count), edit(files, count)];
}

/** What a process that has done nothing else needs, each time another one; all its threads count. */
function firstLoads(folder: string, count: string): Measurement[] {
  const program = join(dirname(process.argv[1]!), 'first-wazuh-load.cjs');
  const loads = Array.from({ length: freshProcesses }, () => {
    const printed = execFileSync(process.execPath, [program, folder], { encoding: 'utf8' });
    return JSON.parse(printed) as FirstLoad;
  });
  const wall = loads.map(({ time }) => time);
  const cores = loads.map(({ cores }) => cores);
  return [
    summarise('wazuh first load', 'ms', wall, `${count}, in a fresh process`),
    summarise('wazuh first load, cores', 'ms', cores, 'the time of all cores for that'),
  ];
}

/** One of these files edited in the editor: all of them are a manager's, and every problem is found anew. */
function edit(files: Readonly<Record<string, string>>, count: string): Measurement {
  const workspace = new Workspace();
  workspace.setSettings(defaultSettings);
  const uriOf = (name: string) => `file:///rules/${name}`;
  for (const [name, text] of Object.entries(files)) workspace.setWazuhFile(uriOf(name), text);
  const [name, text] = Object.entries(files).at(-1)!;
  let edits = 0;
  const samples = timeRuns(
    runs,
    () => workspace.setWazuhFile(uriOf(name), text + '\n'.repeat(++edits)),
    () => {
      const now = workspace.snapshot();
      return wazuhProblems(now, now.wazuhFiles.get(uriOf(name))!);
    },
  );
  return summarise('wazuh edit', 'ms', samples, `problems after an edit in ${count}`);
}
