import { landAlert, type Transport } from '../../kql/alerts/landed-alert.ts';
import type { FalcoAlert, Sender } from '../../kql/sidekick/alert.ts';

/** Columns that are not billed beside those that begin with `_` (Azure Monitor, "Data size calculation"). */
const free = new Set(['Type']);

const sender: Sender = { host: 'syslog-server', pid: 1234, sent: '2026-01-01T00:00:00.000Z' };
const tenant = '00000000-0000-0000-0000-000000000000';

/**
 * Estimates for how many bytes of ingestion an alert is billed: the texts of all values that its row has in the
 * workspace, in UTF-8. The row is the one that Falcosidekick's line becomes, so columns that an agent adds of itself
 * are as short or as long as here. A line that is not understood lands as no row of the table: 0.
 */
export function billedSize(alert: FalcoAlert, transport: Transport): number {
  const { row = {} } = landAlert(alert, transport, sender, tenant);
  let bytes = 0;
  for (const [column, value] of Object.entries(row)) {
    if (!free.has(column) && !column.startsWith('_')) bytes += utf8Length(String(value));
  }
  return bytes;
}

/** The bytes of a text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    const isPair = code >= 0xd800 && code < 0xdc00 && i + 1 < text.length;
    bytes += isPair ? 2 : code < 0x800 ? 1 : 2;
    if (isPair) i++;
  }
  return bytes;
}
