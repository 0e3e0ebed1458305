import type { FalcoAlert } from '../../kql/sidekick/alert.ts';
import type { Alert } from '../../replay/alert.ts';
import { writeJson } from '../../text/json.ts';

/** An alert as Falcosidekick has it; what the alert lacks is empty. */
export function sidekickAlert(alert: Alert): FalcoAlert {
  const {
    rule = '',
    priority = '',
    time = '',
    source = 'syscall',
    output = '',
    hostname,
    tags,
    fields,
  } = alert;
  return {
    uuid: uuidOf(alert.line),
    output,
    priority,
    rule,
    time,
    source,
    ...(hostname !== undefined && { hostname }),
    tags,
    output_fields: fields,
  };
}

/** The line that Falco writes to its file for an alert, its keys in Falco's order; what the alert lacks is left out. */
export function falcoLine({ hostname, output, fields, priority, rule, source, tags, time }: Alert): string {
  const object = { hostname, output, output_fields: fields, priority, rule, source, tags, time };
  return writeJson(Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));
}

/** Falcosidekick gives each alert a random one; here the same alert has the same. */
function uuidOf(line: number): string {
  return `00000000-0000-4000-8000-${String(line).padStart(12, '0')}`;
}
