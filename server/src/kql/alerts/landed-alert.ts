import type { FalcoAlert, Sender } from '../sidekick/alert.ts';
import { type LandedRow, landCef, landSyslog } from '../sidekick/landing.ts';
import { cefLine, jsonLine } from '../sidekick/line.ts';

/** The ways on which alerts come to Sentinel. */
export type Transport = 'cef' | 'json';

/** An alert on its way. */
export interface LandedAlert {
  readonly transport: Transport;
  /** What Falcosidekick sends to syslog. */
  readonly line: string;
  /** The row of CommonSecurityLog or Syslog that it becomes; undefined where the line is not understood. */
  readonly row: LandedRow | undefined;
}

/** Sends an alert and lands it. */
export function landAlert(
  alert: FalcoAlert,
  transport: Transport,
  sender: Sender,
  tenantId: string,
): LandedAlert {
  const line = transport === 'cef' ? cefLine(alert, sender) : jsonLine(alert, sender);
  const land = transport === 'cef' ? landCef : landSyslog;
  return { transport, line, row: land(line, sender, { tenantId }) };
}
