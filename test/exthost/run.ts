import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/** Called by VS Code in its extension host; runs the test files beside it. Throws where a test failed. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: 'spec', color: false });
  for (const file of readdirSync(__dirname).filter((name) => name.endsWith('.test.cjs'))) {
    mocha.addFile(join(__dirname, file));
  }
  const { passes: passed = 0, failures: failed = 0, pending: skipped = 0 } = await runToEnd(mocha);
  console.log(`exthost-result ${JSON.stringify({ passed, failed, skipped })}`);
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

function runToEnd(mocha: Mocha): Promise<Partial<Mocha.Stats>> {
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats ?? {}));
  });
}
