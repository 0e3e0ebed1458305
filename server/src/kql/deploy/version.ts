import { type SentinelProblem, sentinelProblem } from '../sentinel-problem.ts';

/** A kind of file that says its own version. */
export interface VersionedForm {
  /** The file with that version (`a.b.c`). */
  readonly print: (version: string) => string;
  /** The version that a file says; undefined where there is none. */
  readonly versionIn: (text: string) => string | undefined;
  /** What a file says, so that its layout does not matter; may throw for what is no such file. */
  readonly parse?: (text: string) => unknown;
}

/** A file with its version. */
export interface VersionedText {
  readonly text: string;
  readonly version: string;
  readonly problems: readonly SentinelProblem[];
}

const firstVersion = '1.0.0';

/**
 * Prints a file with the version of the one generated before, `previous`: the same where they say the same,
 * the next one (its last number counted up) where they do not. What says the same stays as it is, layout
 * included. A file without a version begins at 1.0.0.
 */
export function withVersion(form: VersionedForm, previous: string | undefined): VersionedText {
  if (previous === undefined || previous.trim() === '') {
    return { text: form.print(firstVersion), version: firstVersion, problems: [] };
  }
  const known = form.versionIn(previous);
  if (known === undefined) {
    const problems = [sentinelProblem('sentinel-version')];
    return { text: form.print(firstVersion), version: firstVersion, problems };
  }
  const unchanged = form.print(known);
  if (sameContent(form, unchanged, previous)) return { text: previous, version: known, problems: [] };
  const version = nextVersion(known);
  return { text: form.print(version), version, problems: [] };
}

function sameContent({ parse }: VersionedForm, a: string, b: string): boolean {
  const lines = (text: string) => text.replaceAll('\r\n', '\n');
  if (lines(a) === lines(b)) return true;
  if (parse === undefined) return false;
  try {
    return JSON.stringify(parse(a)) === JSON.stringify(parse(b));
  } catch {
    return false;
  }
}

function nextVersion(version: string): string {
  const [major, minor, patch] = version.split('.');
  return `${major}.${minor}.${Number(patch) + 1}`;
}
