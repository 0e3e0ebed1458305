import type { Span } from '../../text/span.ts';
import { authoringProblems } from './authoring.ts';
import { conditionProblems } from './condition.ts';
import { detectionProblems } from './detections.ts';
import { kqlProblems } from './kql.ts';
import type { Level } from './problem.ts';
import { rulesFileProblems } from './rules-file.ts';
import { sentinelProblems } from './sentinel.ts';
import { testProblems } from './tests.ts';
import { wazuhProblems } from './wazuh.ts';

/** The one table of problems: every code that editor or command line can show, from all rooms. */
export const problemKinds = {
  ...rulesFileProblems,
  ...conditionProblems,
  ...authoringProblems,
  ...detectionProblems,
  ...testProblems,
  ...wazuhProblems,
  ...kqlProblems,
  ...sentinelProblems,
} as const;

/** A code of the one table: stable for ever, and the name of its page. */
export type ProblemCode = keyof typeof problemKinds;

/** What the engine itself says of a problem; absent for findings that are ours alone. */
export interface EngineMessage {
  readonly severity: 'error' | 'warning';
  /** `LOAD_ERR_…` or `LOAD_…`, see `EngineCode`. */
  readonly code: EngineCode;
  /** Word for word. */
  readonly message: string;
  /** The innermost item that the engine names, e.g. `rule` and its name, `value for` and the key. */
  readonly where?: EngineWhere;
}

/** The item that the engine names beside a problem: `rule`, `macro` …, and its name. */
export interface EngineWhere {
  readonly type: string;
  readonly name: string;
}

/** Codes with which the engine refuses a file. */
export type EngineErrorCode =
  | 'LOAD_ERR_FILE_READ'
  | 'LOAD_ERR_YAML_PARSE'
  | 'LOAD_ERR_YAML_VALIDATE'
  | 'LOAD_ERR_COMPILE_CONDITION'
  | 'LOAD_ERR_COMPILE_OUTPUT'
  | 'LOAD_ERR_VALIDATE';

/** Codes of what the engine loads nevertheless. */
export type EngineWarningCode =
  | 'LOAD_UNKNOWN_SOURCE'
  | 'LOAD_UNSAFE_NA_CHECK'
  | 'LOAD_NO_EVTTYPE'
  | 'LOAD_UNKNOWN_FILTER'
  | 'LOAD_UNUSED_MACRO'
  | 'LOAD_UNUSED_LIST'
  | 'LOAD_UNKNOWN_ITEM'
  | 'LOAD_DEPRECATED_ITEM'
  | 'LOAD_APPEND_NO_VALUES'
  | 'LOAD_EXCEPTION_NAME_NOT_UNIQUE'
  | 'LOAD_INVALID_MACRO_NAME'
  | 'LOAD_INVALID_LIST_NAME'
  | 'LOAD_COMPILE_CONDITION'
  | 'LOAD_UNKNOWN_KEY';

/** Every code that the engine prints. */
export type EngineCode = EngineErrorCode | EngineWarningCode;

/** A problem found in one text: `span` counts in that text, whichever it is. */
export interface Finding {
  readonly code: ProblemCode;
  readonly level: Level;
  readonly message: string;
  readonly span: Span;
  /** What the message was made of: see the kind's row of the table. */
  readonly args: readonly unknown[];
  readonly engine?: EngineMessage;
}

/** Makes a finding of a kind; `args` are the kind's message arguments. */
export function finding<Code extends ProblemCode>(
  code: Code,
  span: Span,
  args: Parameters<(typeof problemKinds)[Code]['message']>,
  engine?: EngineMessage,
): Finding {
  const kind = problemKinds[code];
  // The table's row types do not survive the lookup by a generic code; `args` was checked against it above.
  const message = (kind.message as (...values: unknown[]) => string)(...args);
  return engine === undefined
    ? { code, level: kind.level, message, span, args }
    : { code, level: kind.level, message, span, args, engine };
}

/** An error in the engine's own words. */
export function engineError(code: EngineErrorCode, message: string, where?: EngineWhere): EngineMessage {
  return where === undefined
    ? { severity: 'error', code, message }
    : { severity: 'error', code, message, where };
}

/** A warning in the engine's own words. */
export function engineWarning(code: EngineWarningCode, message: string, where?: EngineWhere): EngineMessage {
  return where === undefined
    ? { severity: 'warning', code, message }
    : { severity: 'warning', code, message, where };
}
