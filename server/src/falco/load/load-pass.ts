import type { Step } from '../items/item.ts';
import type { Finding } from '../problems/index.ts';
import { CollectError, type Collector } from './collector.ts';
import type { PlacedFinding } from './compile.ts';
import type { LoadProblem } from './load.ts';
import type { PlacedItem } from './placed-item.ts';
import type { ReadFile } from './read-file.ts';

/** Problems in the order in which they come up; knows what the engine, which stops at an error, would say. */
export class ProblemRecord {
  readonly problems: LoadProblem[] = [];
  /** True after the first error. */
  stopped = false;

  /** Takes a problem of a file as a whole. */
  inFile(file: string, found: Finding): void {
    const seenByEngine = !this.stopped && found.engine !== undefined;
    this.problems.push({ file, finding: found, seenByEngine });
    if (found.engine?.severity === 'error') this.stopped = true;
  }

  /** Takes a problem at a place of an item. */
  inItem({ placed, span, finding: found }: PlacedFinding): void {
    const moved = { start: placed.start + span.start, end: placed.start + span.end };
    this.inFile(placed.file, { ...found, span: moved });
  }

  /** Takes a finding whose span counts in its item. */
  ofItem(placed: PlacedItem, found: Finding): void {
    this.inItem({ placed, span: found.span, finding: found });
  }
}

/**
 * Collects the items of a file. A step that fails is reported; it ends the file where that is asked for, else
 * what follows it is collected all the same.
 */
export function collectFile(
  file: ReadFile,
  collector: Collector,
  report: (placed: PlacedItem, found: Finding) => void,
  stopAtError: boolean,
): void {
  for (const placed of file.items) {
    for (const step of placed.item.steps) {
      const error = collectStep(collector, placed, step);
      if (error === undefined) continue;
      report(error.placed, error.finding);
      if (stopAtError) return;
    }
  }
}

function collectStep(collector: Collector, placed: PlacedItem, step: Step): CollectError | undefined {
  try {
    collector.collect(placed, step);
    return undefined;
  } catch (error) {
    if (error instanceof CollectError) return error;
    throw error;
  }
}
