import { collectProblems } from '../../server/src/checks/collect.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { mutate, randomFrom } from './mutations.ts';

/** What became of one mutated file. */
export interface Outcome {
  readonly seed: number;
  /** Time of the processor, so that a busy machine does not look like a hang. */
  readonly milliseconds: number;
  /** What went wrong, beyond problems found in the file; undefined where all is well. */
  readonly failure?: string;
}

/**
 * Mutates one of `samples` as `seed` decides, takes it in as the editor does, and asks for its problems. Every
 * problem must lie in the text.
 */
export function loadMutated(samples: readonly string[], seed: number): Outcome {
  const random = randomFrom(seed);
  const text = mutate(samples[random(samples.length)]!, random);
  const start = process.cpuUsage();
  const failure = failureOf(text);
  const { user, system } = process.cpuUsage(start);
  const milliseconds = (user + system) / 1000;
  return failure === undefined ? { seed, milliseconds } : { seed, milliseconds, failure };
}

function failureOf(text: string): string | undefined {
  try {
    const workspace = new Workspace();
    workspace.setFile('file:///rules.yaml', text, true);
    const snapshot = workspace.snapshot();
    const file = snapshot.files.get('file:///rules.yaml')!;
    const outside = collectProblems(snapshot, file).find(
      ({ span }) => span.start < 0 || span.end > text.length || span.end < span.start,
    );
    return outside && `${outside.code} at ${outside.span.start} to ${outside.span.end} of ${text.length}`;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
