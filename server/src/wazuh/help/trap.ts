import type { Level } from '../../falco/problems/problem.ts';
import { type WazuhTrapCode, wazuhTrapProblems } from '../../falco/problems/wazuh.ts';
import type { FieldTables } from '../../falco/tables/fields.ts';
import type { Span } from '../../text/span.ts';
import type { FalcoPlaces } from './falco-places.ts';
import type { RulesFix } from './fix.ts';
import type { HelpFile, Manager, WrittenRule } from './manager.ts';

/** Something in a rules file that Wazuh takes otherwise than it looks. */
export interface TrapFinding {
  readonly code: WazuhTrapCode;
  readonly level: Level;
  readonly message: string;
  readonly file: string;
  readonly span: Span;
  /** Another rule that explains it. */
  readonly related?: WrittenRule;
  /** A safe way to remove it, where there is one. */
  readonly fix?: RulesFix;
}

/** What a trap is looked for in. */
export interface TrapContext {
  readonly manager: Manager;
  /** What the loaded rules have to do with alerts of Falco. */
  readonly falco: FalcoPlaces;
  /** The rules that are about such alerts, as their files write them. */
  readonly falcoRules: readonly WrittenRule[];
  /** The fields of Falco. */
  readonly tables: FieldTables;
}

/** Finds all traps of one kind that only the rules together show. */
export type Trap = (context: TrapContext) => readonly TrapFinding[];

/** Finds all traps of one kind that a file shows by itself. */
export type FileTrap = (file: HelpFile) => readonly TrapFinding[];

/** A finding of a code; `args` are the arguments of its message. */
export function trapFinding<Code extends WazuhTrapCode>(
  code: Code,
  file: string,
  span: Span,
  args: Parameters<(typeof wazuhTrapProblems)[Code]['message']>,
  related?: WrittenRule,
): TrapFinding {
  const { level, message } = wazuhTrapProblems[code];
  const text = (message as (...all: readonly unknown[]) => string)(...args);
  return { code, level, message: text, file, span, ...(related !== undefined && { related }) };
}
