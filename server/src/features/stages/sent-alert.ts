import type { FalcoAlert } from '../../kql/sidekick/alert.ts';
import type { Alert } from '../../replay/alert.ts';

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

/** Falcosidekick gives each alert a random one; here the same alert has the same. */
function uuidOf(line: number): string {
  return `00000000-0000-4000-8000-${String(line).padStart(12, '0')}`;
}
