import { toBytes, toText } from '../../falco/evaluate/byte-string.ts';
import type { Level } from '../../falco/problems/problem.ts';
import {
  type WazuhLoadArguments,
  type WazuhLoadCode,
  wazuhLoadProblems,
} from '../../falco/problems/wazuh.ts';
import type { Span } from '../../text/span.ts';
import { wazuhWording } from './wording.ts';

/** Something that Wazuh says while it loads rules. */
export interface LoadMessage {
  readonly code: WazuhLoadCode;
  readonly level: Level;
  /** Our sentence for people. */
  readonly message: string;
  /** Wazuh's own words; undefined where it stops without a word. */
  readonly wording: string | undefined;
  readonly file: string;
  readonly span: Span;
}

/** Takes a message about a place of the file being read. */
export type Report = <Code extends WazuhLoadCode>(
  code: Code,
  span: Span,
  ...args: WazuhLoadArguments<Code>
) => void;

/** A report that collects the messages of one file. */
export function reportTo(messages: LoadMessage[], file: string): Report {
  return (code, span, ...args) => {
    const problem = wazuhLoadProblems[code];
    messages.push({
      code,
      level: problem.level,
      message: call(problem.message, args),
      wording: call(wazuhWording[code], args),
      file,
      span,
    });
  };
}

/** A message that is longer is cut by Wazuh. */
const maxMessageBytes = 2047;

/** The line of Wazuh's log: `ERROR: …` or `WARNING: …`; undefined where it stops without a word. */
export function logLine({ level, wording }: LoadMessage): string | undefined {
  if (wording === undefined) return undefined;
  const cut = toText(toBytes(wording).slice(0, maxMessageBytes));
  return `${level === 'error' ? 'ERROR' : 'WARNING'}: ${cut}`;
}

/** Both tables take the same arguments for one code; the compiler cannot see that for a code it does not know. */
function call<Result>(says: ((...args: never) => Result) | undefined, args: readonly unknown[]): Result;
function call(says: undefined, args: readonly unknown[]): undefined;
function call(says: unknown, args: readonly unknown[]): unknown {
  return says === undefined ? undefined : (says as (...all: readonly unknown[]) => unknown)(...args);
}
