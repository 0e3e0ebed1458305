import type { Outcome } from './outcome.ts';
import { type JsonObject, objectsIn, readJson, textOf } from './read-json.ts';

/** An error or a warning of the engine. */
export interface EngineMessage {
  /** Such as `LOAD_ERR_VALIDATE`. */
  readonly code: string;
  readonly message: string;
}

/** What an engine says of one file. */
export interface FileVerdict {
  readonly successful: boolean;
  /** The first error; absent where there is none. */
  readonly error?: EngineMessage;
  readonly warnings: readonly EngineMessage[];
}

/** Reads what `falco -V FILE… -o json_output=true` prints: a verdict for each file, in the order of the files. */
export function readLoadResults(text: string): Outcome<readonly FileVerdict[]> {
  const results = readJson(text)?.falco_load_results;
  if (!Array.isArray(results)) return { ok: false, problem: 'It printed no load results.' };
  return { ok: true, value: objectsIn(results).map(verdictOf) };
}

function verdictOf({ successful, errors, warnings }: JsonObject): FileVerdict {
  const [error] = objectsIn(errors).map(messageOf);
  return {
    successful: successful === true,
    ...(error === undefined ? {} : { error }),
    warnings: objectsIn(warnings).map(messageOf),
  };
}

function messageOf({ code, message }: JsonObject): EngineMessage {
  return { code: textOf(code), message: textOf(message) };
}
