import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadMutated } from './load-mutated.ts';

/** The long run behind `npm run fuzz`: `main [count] [first seed]`, over the rules files in `examples/rules`. */
const [count = '100000', first = '1'] = process.argv.slice(2);
const folder = join(process.cwd(), 'examples/rules');
const samples = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
/** A file that takes longer than this hangs, as far as somebody who types is concerned. */
const hang = 1000;

let slowest = { seed: 0, milliseconds: 0 };
let failures = 0;
for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
  const outcome = loadMutated(samples, seed);
  if (outcome.milliseconds > slowest.milliseconds) slowest = outcome;
  if (outcome.failure !== undefined || outcome.milliseconds > hang) {
    failures++;
    console.log(`seed ${seed}: ${outcome.failure ?? `took ${Math.round(outcome.milliseconds)} ms`}`);
  }
  if (seed % 1000 === 0) {
    const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
    console.log(
      `${seed}: slowest ${Math.round(slowest.milliseconds)} ms (seed ${slowest.seed}), ${memory} MiB`,
    );
  }
}
console.log(
  `${count} files, ${failures} failures, slowest ${Math.round(slowest.milliseconds)} ms (seed ${slowest.seed})`,
);
process.exitCode = failures === 0 ? 0 : 1;
