import type { Span } from '../../text/span.ts';
import { detectionErrors, type FileProblems } from '../load-inputs.ts';
import type { Terminal } from '../terminal.ts';
import { paletteFor } from './palette.ts';
import { type Said, textReport } from './text-report.ts';

/** Something to say about what is generated, at its place where it is about a rule or a detection. */
export interface GenerationFinding extends Said {
  readonly place?: { readonly uri: string; readonly span: Span };
}

/**
 * Tells what is to be said of generated files, with what keeps detections from being generated; the rules' own
 * problems are told by `check`. Returns true where some of it is an error.
 */
export function tellGeneration(
  files: readonly FileProblems[],
  findings: readonly GenerationFinding[],
  terminal: Terminal,
): boolean {
  const problems = files.map((each) => ({
    file: each.file,
    problems: [...detectionErrors(each), ...findings.flatMap((finding) => problemIn(each, finding))],
  }));
  const elsewhere = findings.filter(({ place }) => place === undefined);
  const all = [...problems.flatMap((each) => each.problems), ...elsewhere];
  if (all.length > 0) terminal.warn(textReport({ problems, elsewhere }, paletteFor(false)));
  return all.some(({ level }) => level === 'error');
}

function problemIn({ file }: FileProblems, { place, code, level, message }: GenerationFinding) {
  return place?.uri === file.uri ? [{ code, level, message, span: place.span, related: [], fixes: [] }] : [];
}
