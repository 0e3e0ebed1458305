import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RulesToMeasure } from './measure.ts';

const officialOrder = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];

/** The official rules where the folder of measured facts has them, otherwise the examples. */
export function rulesToMeasure(root: string): RulesToMeasure {
  const official = resolve(root, process.env.FALCO_FACTS ?? '../shared', 'corpus/official');
  if (existsSync(join(official, officialOrder[0]!))) {
    return { from: 'official rules', files: officialOrder.map((name) => readRules(official, name)) };
  }
  const examples = join(root, 'examples/rules');
  const names = readdirSync(examples).filter((name) => name.endsWith('.yaml'));
  return { from: 'examples', files: names.sort().map((name) => readRules(examples, name)) };
}

function readRules(folder: string, name: string) {
  const path = join(folder, name);
  return { path, text: readFileSync(path, 'utf8') };
}
