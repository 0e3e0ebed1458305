import { printCondition } from '../../falco/condition/print.ts';
import { eventTypesOf } from '../../falco/event-types/event-types.ts';
import { syscallSource } from '../../falco/tables/fields.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { codeBlock, codeSpan } from './code.ts';

const mostTypes = 40;

/** A rule as the engine compiles it, with the event types it looks at. Markdown; undefined where it does not. */
export function describeRule(snapshot: Snapshot, name: string): string | undefined {
  const rule = snapshot.load.compiled.rules.get(name);
  if (rule === undefined) return undefined;
  const state = rule.enabled ? '' : ', disabled';
  return [
    `**${name}** — rule, ${rule.priority}${state}`,
    rule.description,
    codeBlock(printCondition(rule.resolved)),
    ...(rule.source === syscallSource ? [eventTypes(snapshot, rule.resolved)] : []),
  ].join('\n\n');
}

function eventTypes({ tables }: Snapshot, condition: Parameters<typeof eventTypesOf>[0]): string {
  const result = eventTypesOf(condition, tables.asyncEvents);
  if (!result.ok) return `Event types: ${result.error}`;
  const { names } = result.types;
  const shown = names.slice(0, mostTypes).map(codeSpan).join(', ');
  return `Event types (${names.length}): ${shown}${names.length > mostTypes ? ', …' : ''}`;
}
