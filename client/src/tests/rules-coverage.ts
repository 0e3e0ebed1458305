import {
  BranchCoverage,
  DeclarationCoverage,
  FileCoverage,
  type FileCoverageDetail,
  StatementCoverage,
  Uri,
} from 'vscode';
import type { CheckCount, TestRunResult } from '../../../server/src/protocol.ts';
import { rangeOf } from '../place.ts';

const details = new WeakMap<FileCoverage, readonly FileCoverageDetail[]>();

/**
 * The coverage of rules files: a rule is a declaration that alerts make fire; a check is a statement with two
 * branches, one for alerts that make it true, one for those that make it false.
 */
export function coverageOf({ checks, rules }: TestRunResult): readonly FileCoverage[] {
  const files = new Set([...checks, ...rules].map(({ place }) => place.uri));
  return [...files].map((uri) => {
    const all = [
      ...checks.filter(({ place }) => place.uri === uri).map(ofCheck),
      ...rules
        .filter(({ place }) => place.uri === uri)
        .map(({ name, place, fired }) => new DeclarationCoverage(name, fired, rangeOf(place))),
    ];
    const file = FileCoverage.fromDetails(Uri.parse(uri), all);
    details.set(file, all);
    return file;
  });
}

/** The details of a file's coverage. */
export function detailsOf(file: FileCoverage): FileCoverageDetail[] {
  return [...(details.get(file) ?? [])];
}

function ofCheck({ place, true: isTrue, false: isFalse }: CheckCount): StatementCoverage {
  const range = rangeOf(place);
  return new StatementCoverage(isTrue + isFalse, range, [
    new BranchCoverage(isTrue, range, 'true'),
    new BranchCoverage(isFalse, range, 'false'),
  ]);
}
