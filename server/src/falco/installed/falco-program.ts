import type { Outcome } from './outcome.ts';

/** What a program printed, and its exit status. */
export interface Printed {
  readonly output: string;
  readonly errors: string;
  readonly status: number;
}

/** An installed Falco, as the faces hand it in. Nothing here rejects: what goes wrong is a problem, for people. */
export interface FalcoProgram {
  /** Runs it with these arguments; a problem where it cannot be run or does not end by itself. */
  readonly run: (args: readonly string[]) => Promise<Outcome<Printed>>;
  /** Runs `falco -V … -o json_output=true` on files of these texts, in their order. */
  readonly validate: (files: readonly RulesText[]) => Promise<Outcome<Printed>>;
}

/** A rules file to validate. */
export interface RulesText {
  /** Path or address; its last part becomes the name that Falco sees. */
  readonly name: string;
  readonly text: string;
}

/** A problem with the last line that Falco wrote to its standard error: that says why, if anything does. */
export function withReason(
  problem: string,
  { errors, status }: Printed,
): { readonly ok: false; readonly problem: string } {
  const last = errors.trim().split('\n').at(-1)!.slice(0, 500);
  if (last !== '') return { ok: false, problem: `${problem} It says: "${last}".` };
  return { ok: false, problem: status === 0 ? problem : `${problem} It ended with status ${status}.` };
}
