import type { EventValue } from '../falco/evaluate/event.ts';
import type { Transport } from '../kql/alerts/landed-alert.ts';
import type { Alert } from '../replay/alert.ts';
import { Snapshot } from '../workspace/workspace.ts';

/** What a user has chosen for a replay; see `ReplaySetup` in protocol/replay-stages.ts. */
export interface Setup {
  readonly transport?: Transport | 'both';
  readonly engineVersion?: string;
  /** The home of a project. */
  readonly project?: string;
  readonly assumed?: readonly { readonly field: string; readonly value: string }[];
  readonly queries?: Readonly<Record<string, string>>;
}

/** The ways on which alerts are sent. */
export function transportsOf({ transport }: Setup, { settings }: Snapshot): readonly Transport[] {
  const chosen = transport ?? settings.sentinel.transport;
  return chosen === 'both' ? ['json', 'cef'] : [chosen];
}

/** The same files as another engine loads them. */
export function withEngine(snapshot: Snapshot, { engineVersion }: Setup): Snapshot {
  if (engineVersion === undefined || engineVersion === snapshot.settings.engineVersion) return snapshot;
  const { files, settings, tables, conditions, loadOrder, wazuhFiles } = snapshot;
  return new Snapshot(files, { ...settings, engineVersion }, tables, conditions, loadOrder, wazuhFiles);
}

/** The names of the fields whose values are assumed for an alert, since it does not carry them. */
export function assumedFields({ fields }: Alert, { assumed = [] }: Setup): readonly string[] {
  return assumed.flatMap(({ field }) => (Object.hasOwn(fields, field) ? [] : [field]));
}

/** An alert with the assumed values of the fields that it does not carry. */
export function withAssumed(alert: Alert, { assumed = [] }: Setup): Alert {
  if (assumed.length === 0) return alert;
  const values = assumed.map(({ field, value }) => [field, assumedValue(value)] as const);
  return { ...alert, fields: { ...Object.fromEntries(values), ...alert.fields } };
}

/** A value as Falco would write it into JSON: numbers and switches plain, everything else as text. */
function assumedValue(text: string): EventValue {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = /^-?(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined;
  return number ?? text;
}
