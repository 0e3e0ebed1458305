import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * The folder of measured facts that conformance tests compare with, or undefined where it is not there.
 * `FALCO_FACTS` names it; without that it is looked for beside the checkout.
 */
export function factsFolder(): string | undefined {
  const folder = resolve(root, process.env.FALCO_FACTS ?? '../shared');
  return existsSync(join(folder, 'falco')) ? folder : undefined;
}

/** Rows of a JSON-lines file in the folder of facts; `path` is relative to it. */
export function factRows<Row>(path: string): Row[] {
  const folder = factsFolder();
  if (folder === undefined) throw new Error('There is no folder of measured facts here');
  return readFileSync(join(folder, path), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** Says loudly that conformance tests are left out, and why; returns true where they can run. */
export function factsAvailable(suite: string): boolean {
  if (factsFolder() !== undefined) return true;
  console.warn(`SKIPPED ${suite}: no folder of measured facts (set FALCO_FACTS to its path).`);
  return false;
}
