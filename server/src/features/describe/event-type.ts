import { argumentsOf, eventTypes } from '../../falco/tables/events.ts';
import { codeSpan } from './code.ts';

const kinds = {
  syscall: 'System call',
  tracepoint: 'Kernel event',
  iterator: 'Event of the start, for what was there before Falco',
  meta: 'Event of Falco itself',
  plugin: 'Event of a plugin',
  internal: 'Internal event',
} as const;

/** An event type: what it is and which arguments it carries. Markdown; undefined for an unknown name. */
export function describeEventType(name: string): string | undefined {
  const kind = eventTypes.get(name);
  if (kind === undefined) return undefined;
  const args = argumentsOf(name).map((each) => codeSpan(`evt.arg.${each.name}`));
  const list = args.length === 0 ? '' : `\n\nArguments: ${args.join(', ')}.`;
  return `**${name}**\n\n${kinds[kind]}.${list}`;
}
