import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadMutated } from './load-mutated.ts';

const folder = join(import.meta.dirname, '../../examples/rules');
const samples = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

/** A short run; `npm run fuzz` goes on for as long as one likes. */
it('takes in 400 mutated rules files', () => {
  const failed = Array.from({ length: 400 }, (_, seed) => loadMutated(samples, seed)).filter(
    ({ failure }) => failure !== undefined,
  );
  expect(failed).toEqual([]);
});
