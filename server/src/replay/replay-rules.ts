import { type CompiledCondition, compileCondition } from '../falco/evaluate/evaluate.ts';
import type { CompiledRule } from '../falco/load/compile.ts';
import type { Snapshot } from '../workspace/workspace.ts';

/** A rule of the workspace, ready to be replayed. */
export interface ReplayRule {
  readonly rule: CompiledRule;
  readonly condition: CompiledCondition;
}

/** The rules of a snapshot, ready to be replayed. */
export interface ReplayRules {
  /** By name, in the order in which they are loaded; without those that Falco would not load. */
  readonly rules: ReadonlyMap<string, ReplayRule>;
  /** Those that look at events of a source: `syscall`, `k8s_audit` … */
  readonly ofSource: (source: string) => readonly ReplayRule[];
  /** True for a rule that the files define, even if Falco would not load it. */
  readonly isDefined: (name: string) => boolean;
}

/** Compiles the rules of a snapshot for replay, once for each snapshot. */
export function replayRules(snapshot: Snapshot): ReplayRules {
  let rules = compiled.get(snapshot);
  if (rules === undefined) {
    rules = compileRules(snapshot);
    compiled.set(snapshot, rules);
  }
  return rules;
}

const compiled = new WeakMap<Snapshot, ReplayRules>();

function compileRules(snapshot: Snapshot): ReplayRules {
  const { load, tables } = snapshot;
  const rules = new Map<string, ReplayRule>();
  const bySource = new Map<string, ReplayRule[]>();
  for (const rule of load.compiled.rules.values()) {
    const table = tables.forSource(rule.source);
    if (table === undefined) continue;
    const ready = { rule, condition: compileCondition(rule.resolved, table, 'replay') };
    rules.set(rule.name, ready);
    const others = bySource.get(rule.source);
    if (others === undefined) bySource.set(rule.source, [ready]);
    else others.push(ready);
  }
  return {
    rules,
    ofSource: (source) => bySource.get(source) ?? [],
    isDefined: (name) => load.collector.rules.has(name),
  };
}
