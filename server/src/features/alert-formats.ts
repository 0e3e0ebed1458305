import { alertOfCef } from '../kql/sidekick/read-cef.ts';
import { alertsOfRows, isRowHeader } from '../kql/sidekick/read-row.ts';
import type { AlertFormat } from '../replay/alert-format.ts';
import { alertOfWazuh } from '../wazuh/json/read-alert.ts';

/** Every form beside Falco's own JSON in which alerts are read. */
export const alertFormats: readonly AlertFormat[] = [
  { inLine: alertOfCef },
  {
    inObject: (value, note) => {
      const alert = alertOfWazuh(value, note);
      return alert && [alert];
    },
  },
  { inObject: alertsOfRows, isHeader: isRowHeader },
];
