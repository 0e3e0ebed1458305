import type { LoadProblem } from '../falco/load/load.ts';
import type { ProblemCode } from '../falco/problems/index.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { FileFinding } from './check.ts';
import { appendToOverride } from './deprecated-append.ts';
import { enabledToOverride } from './deprecated-enabled.ts';
import { withoutDirection } from './deprecated-field.ts';
import { didYouMean } from './did-you-mean.ts';
import { allMissingKeys } from './missing-keys.ts';
import { keepOverride } from './override-with-append.ts';

/** Adds to a finding of the load what helps a person: a better message, and fixes where they are safe. */
type Improvement = (snapshot: Snapshot, found: FileFinding) => FileFinding;

const improvements: Readonly<Partial<Record<ProblemCode, Improvement>>> = {
  'append-without-target': didYouMean,
  'bad-field-argument': didYouMean,
  'condition-missing-operator': didYouMean,
  'condition-unexpected-text': didYouMean,
  'deprecated-append': appendToOverride,
  'deprecated-enabled': enabledToOverride,
  'deprecated-field': withoutDirection,
  'detection-unknown-key': didYouMean,
  'detection-unknown-rule': didYouMean,
  'enable-without-target': didYouMean,
  'exception-unknown-field': didYouMean,
  'invalid-priority': didYouMean,
  'missing-key': allMissingKeys,
  'output-unknown-field': didYouMean,
  'override-bad-operation': didYouMean,
  'override-with-append': keepOverride,
  'override-without-target': didYouMean,
  'test-unknown-key': didYouMean,
  'test-unknown-query': didYouMean,
  'test-unknown-rule': didYouMean,
  'undefined-macro': didYouMean,
  'unknown-event-type': didYouMean,
  'unknown-field': didYouMean,
  'unknown-item': didYouMean,
  'unknown-key': didYouMean,
  'unknown-source': didYouMean,
};

/** A problem of a load as it is shown, with its fixes. */
export function loadFinding(snapshot: Snapshot, { file, finding }: LoadProblem): FileFinding {
  return improve(snapshot, { file, finding, fixes: [] });
}

/** Adds to a finding what helps a person, where something does. */
export function improve(snapshot: Snapshot, found: FileFinding): FileFinding {
  return improvements[found.finding.code]?.(snapshot, found) ?? found;
}
