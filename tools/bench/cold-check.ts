import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Benchmark, summarise, timeRuns } from './measure.ts';

const runs = { warmUp: 3, counted: 20 };

/** A whole process of the built command line, beside a process of Node that does nothing. */
export function coldCheck(root: string): Benchmark {
  const commandLine = join(root, 'dist/cli.cjs');
  return ({ files }) => {
    const args = [commandLine, 'check', files[0]!.path];
    const ours: number[] = [];
    // Taken in turns, so that both meet the same circumstances.
    const bare = timeRuns(
      runs,
      (run) => {
        const [time] = timeRuns({ warmUp: 0, counted: 1 }, () => args, start);
        if (run >= runs.warmUp) ours.push(time!);
      },
      () => start(['-e', '0']),
    );
    const ratios = ours.map((time, i) => time / bare[i]!);
    return [
      summarise('cold check', 'ms', ours, 'process of `check` on the first rules file, from start to end'),
      summarise('bare node', 'ms', bare, 'process of `node -e 0`'),
      summarise('cold check / bare node', 'ratio', ratios, 'the two above, run by run'),
    ];
  };
}

function start(args: readonly string[]): void {
  spawnSync(process.execPath, args, { stdio: 'ignore' });
}
