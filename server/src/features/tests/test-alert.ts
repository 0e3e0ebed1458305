import { type Alert, alertOf } from '../../replay/alert.ts';
import { readAlerts } from '../../replay/read-alerts.ts';
import { type AlertMoment, changedOutput } from '../../replay/sample/alert-of-event.ts';
import { sampleAlerts } from '../../replay/sample/sample-alert.ts';
import { isJsonObject, type JsonObject } from '../../text/json.ts';
import type { FalcoTest, TestAlert } from '../../workspace/tests/falco-test.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { alertFormats } from '../alert-formats.ts';
import { addressOf } from './test-files.ts';

/** What the alerts of tests are made with. */
export interface AlertContext {
  readonly snapshot: Snapshot;
  /** The texts of the files that tests name, by their addresses; see `filesOf`. */
  readonly texts: ReadonlyMap<string, string>;
  /** When and where sample alerts happen. */
  readonly moment: AlertMoment;
}

/** The alert of a test, or why there is none. */
export type MadeAlert =
  | { readonly ok: true; readonly alert: Alert }
  | { readonly ok: false; readonly reason: string };

/** Makes the alert of a test, with its changes. */
export function testAlert({ alert, placed }: FalcoTest, context: AlertContext): MadeAlert {
  if (alert === undefined) return { ok: false, reason: 'The test has no alert.' };
  const made = sourceAlert(alert, placed.file, context);
  return made.ok ? { ok: true, alert: changed(made.alert, alert, context.snapshot) } : made;
}

function sourceAlert({ source }: TestAlert, testFile: string, context: AlertContext): MadeAlert {
  switch (source.kind) {
    case 'inline':
      return { ok: true, alert: plainAlert(source.value) };
    case 'rule': {
      const sample = sampleAlerts(context.snapshot, source.rule.value, context.moment);
      if (sample.ok) return { ok: true, alert: plainAlert(sample.alert) };
      return { ok: false, reason: `There is no sample alert for "${source.rule.value}". ${sample.reason}` };
    }
    case 'file':
      return alertInFile(source.file.value, source.line.value, testFile, context);
  }
}

/** The alert of a JSON object with the keys of Falco. */
export function plainAlert(value: JsonObject): Alert {
  const fields = isJsonObject(value.output_fields) ? value.output_fields : {};
  return alertOf({ ...value, output_fields: { ...fields } }, 1, () => {});
}

function alertInFile(path: string, line: number, testFile: string, { texts }: AlertContext): MadeAlert {
  const text = texts.get(addressOf(path, testFile));
  if (text === undefined) return { ok: false, reason: `The file ${path} cannot be read.` };
  for (const { alerts } of readAlerts([text], alertFormats)) {
    const alert = alerts.find((each) => each.line === line);
    if (alert !== undefined) return { ok: true, alert };
  }
  return { ok: false, reason: `No alert begins on line ${line} of ${path}.` };
}

function changed(alert: Alert, { changed: values, removed }: TestAlert, snapshot: Snapshot): Alert {
  const fields = { ...alert.fields, ...values };
  for (const name of removed) delete fields[name];
  const rule = snapshot.load.compiled.rules.get(alert.rule ?? '');
  const table = rule && snapshot.tables.forSource(rule.source);
  if (rule === undefined || table === undefined || alert.output === undefined) return { ...alert, fields };
  return { ...alert, fields, output: changedOutput(rule, table, alert, fields) };
}
