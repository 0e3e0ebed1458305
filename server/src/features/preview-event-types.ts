import type { Condition } from '../falco/condition/tree.ts';
import { eventTypesOf, mostEventCodes } from '../falco/event-types/event-types.ts';
import { argumentsOf, eventTypes } from '../falco/tables/events.ts';
import { syscallSource } from '../falco/tables/fields.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { PreviewText } from './preview.ts';
import { doesNotCompile } from './preview-compiled.ts';

/** The event types that a rule looks at, as the engine works them out, with their arguments. */
export function previewEventTypes(snapshot: Snapshot, name: string): PreviewText {
  const rule = snapshot.load.compiled.rules.get(name);
  if (rule === undefined) return { text: doesNotCompile('rule', name) };
  if (rule.source !== syscallSource) {
    return { text: `# The rule looks at all events of the source ${rule.source}.\n` };
  }
  return { text: listed(snapshot, 'rule', name, rule.resolved) };
}

/** The event types that a macro leaves, where it stands alone. */
export function previewEventTypesOfMacro(snapshot: Snapshot, name: string): PreviewText {
  const macro = snapshot.load.compiled.macros.get(name);
  if (macro === undefined) return { text: doesNotCompile('macro', name) };
  return { text: listed(snapshot, 'macro', name, macro.resolved) };
}

function listed({ tables }: Snapshot, kind: string, name: string, condition: Condition): string {
  const result = eventTypesOf(condition, tables.asyncEvents);
  if (!result.ok) return `# ${result.error}\n`;
  const { names, codes } = result.types;
  const count = names.length === 1 ? '1 event type' : `${names.length} event types`;
  const slow =
    kind === 'rule' && codes > mostEventCodes
      ? ['# These are so many that the rule costs much: Falco warns of it. Name event types with evt.type.']
      : [];
  return [
    `# The ${kind} ${JSON.stringify(name)} looks at ${count}.`,
    ...slow,
    ...names.map(eventLine),
    '',
  ].join('\n');
}

function eventLine(name: string): string {
  const args = argumentsOf(name).map((each) => each.name);
  const note = args.length > 0 ? args.join(', ') : (eventTypes.get(name) ?? 'plugin');
  return `- ${name}  # ${note}`;
}
