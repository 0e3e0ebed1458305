import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileFinding } from '../../server/src/checks/check.ts';
import { runChecks } from '../../server/src/checks/run-checks.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import { type Snapshot, Workspace } from '../../server/src/workspace/workspace.ts';
import { factsAvailable, factsFolder } from '../support/facts.ts';

const files = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];

/** Findings of ours above the level of a hint that these files deserve: code, characters, why it is right. */
const deserved: readonly (readonly [code: string, characters: string, why: string])[] = [
  ['glob-in-equality', 'in_heartbeat_r*', 'a name with a star under `in`, which knows no patterns'],
  ['output-secret', '%proc.env', 'the alert on HTTP_PROXY prints every variable, not that one'],
  ['output-secret', '%proc.env', 'the alert on GLIBC_TUNABLES does so too'],
  [
    'redefined-elsewhere',
    'falco_containers',
    'three images of those without a driver stand in this list or in one of their own',
  ],
  ['redefined-elsewhere', 'python_package_managers', 'the incubating file takes `uv` away again'],
];

function officialTexts(): [name: string, text: string][] {
  const folder = join(factsFolder()!, 'corpus/official');
  return files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}

function officialSnapshot(): Snapshot {
  const workspace = new Workspace();
  for (const [name, text] of officialTexts()) workspace.setFile(`file:///${name}`, text);
  return workspace.snapshot();
}

/** What our own checks find in all files. */
function findingsOfChecks(snapshot: Snapshot): FileFinding[] {
  return [...snapshot.files.values()].flatMap((file) => runChecks(snapshot, file));
}

const suite = 'our checks on the three main official rules files';
describe.runIf(factsAvailable(suite))(suite, () => {
  it('find above the level of a hint only what is wrong there', () => {
    const snapshot = officialSnapshot();
    const found = findingsOfChecks(snapshot);
    const counts = new Map<string, number>();
    for (const { finding } of found) {
      const key = `${finding.level} ${finding.code}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    console.log([...counts].map(([key, count]) => `${key}: ${count}`).join(', '));
    const above = found.filter(({ finding }) => finding.level !== 'hint');
    const characters = above.map(({ file, finding: { code, span } }) => [
      code,
      snapshot.files.get(file)!.text.slice(span.start, span.end),
    ]);
    expect(characters.sort()).toEqual(deserved.map(([code, text]) => [code, text]).sort());
  });

  it('find nothing that is newer than the engine which the files ask for', () => {
    const workspace = new Workspace();
    workspace.setSettings({ ...defaultSettings, engineVersion: '0.57.0' });
    for (const [name, text] of officialTexts()) workspace.setFile(`file:///${name}`, text);
    const newer = findingsOfChecks(workspace.snapshot()).filter(
      ({ finding }) => finding.code === 'newer-than-engine',
    );
    expect(newer.map(({ finding }) => finding.message)).toEqual([]);
  });

  it('take little time', () => {
    const snapshot = officialSnapshot();
    findingsOfChecks(snapshot);
    const start = performance.now();
    findingsOfChecks(snapshot);
    console.log(`all checks: ${(performance.now() - start).toFixed(0)} ms`);
  });
});
