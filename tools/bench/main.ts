import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { activation } from './activation.ts';
import { coldCheck } from './cold-check.ts';
import { diagnostics } from './diagnostics.ts';
import { kql } from './kql.ts';
import { kustoStart } from './kusto-start.ts';
import { largeEdits } from './large-edits.ts';
import type { Benchmark, Measurement } from './measure.ts';
import { memory } from './memory.ts';
import { pipeline } from './pipeline.ts';
import { questions } from './questions.ts';
import { replay } from './replay.ts';
import { replayCommand } from './replay-command.ts';
import { rulesToMeasure } from './rules-to-measure.ts';
import { serverProcess } from './server-process.ts';
import { stream } from './stream.ts';
import { wazuh } from './wazuh.ts';

const [root = '.', ...wanted] = process.argv.slice(2);

/** Every benchmark by the name under which it can be asked for. */
const benchmarks: Readonly<Record<string, Benchmark>> = {
  cold: coldCheck(root),
  activation: activation(root),
  diagnostics,
  large: largeEdits,
  questions,
  replay: replay(root),
  pipeline: pipeline(root),
  wazuh: wazuh(root),
  kql,
  kusto: kustoStart(root),
  memory,
  server: serverProcess(root),
  stream: stream(root),
  command: replayCommand(root),
};

const rules = rulesToMeasure(root);
const unknown = wanted.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}: ${Object.keys(benchmarks).join(', ')} are all.`);
  process.exitCode = 2;
} else void runAll();

async function runAll(): Promise<void> {
  console.log(
    `Rules: ${rules.from}, ${rules.files.length} files. Node ${process.version}, ${cpus()[0]?.model}.\n`,
  );
  printRow('', 'median', 'p95', 'unit', 'samples', 'what');
  const names = wanted.length === 0 ? Object.keys(benchmarks) : wanted;
  const measurements: Measurement[] = [];
  for (const name of names) measurements.push(...(await benchmarks[name]!(rules)).map(printed));
  const file = join(root, 'bench-results.json');
  writeFileSync(file, `${JSON.stringify(report(measurements), undefined, 2)}\n`);
  console.log('\nWritten to bench-results.json');
}

function report(measurements: readonly Measurement[]) {
  return { node: process.version, cpu: cpus()[0]?.model, rules: rules.from, measurements };
}

function printed(measurement: Measurement): Measurement {
  const { name, median, p95, unit, samples, what } = measurement;
  printRow(name, figure(median), figure(p95), unit, String(samples), what);
  return measurement;
}

function printRow(
  name: string,
  median: string,
  p95: string,
  unit: string,
  samples: string,
  what: string,
): void {
  const columns = [
    name.padEnd(24),
    median.padStart(9),
    p95.padStart(9),
    unit.padEnd(9),
    samples.padStart(7),
    what,
  ];
  console.log(columns.join('  '));
}

/** Three digits that count. */
function figure(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}
