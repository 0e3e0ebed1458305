import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Activation } from './activate-extension.ts';
import { type Benchmark, summarise } from './measure.ts';

const freshProcesses = 15;

/** The built extension, loaded and activated in processes that have done nothing else. */
export function activation(root: string): Benchmark {
  return () => {
    const program = join(dirname(process.argv[1]!), 'activate-extension.cjs');
    const args = [program, join(root, 'dist/client.cjs')];
    const taken = Array.from({ length: freshProcesses }, () => {
      return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Activation;
    });
    const times = taken.map(({ loading, activating }) => loading + activating);
    const what =
      'the extension loaded and `activate()` run, in a fresh process beside an editor that does nothing';
    return [summarise('activation', 'ms', times, what)];
  };
}
