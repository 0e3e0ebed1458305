import type { Sender } from './alert.ts';
import { commonSecurityLog, syslog } from './tables.ts';

/** Values of a row by column; columns without one are empty. */
export type LandedRow = Readonly<Record<string, string | number>>;

/** What the workspace adds to each row. */
export interface Workspace {
  readonly tenantId: string;
}

/** CEF keys that have a column of their own, with its name (the ArcSight names that agents map). */
const columnsOfKeys: Readonly<Record<string, string>> = {
  act: 'DeviceAction',
  app: 'ApplicationProtocol',
  cat: 'DeviceEventCategory',
  deviceExternalId: 'DeviceExternalID',
  deviceFacility: 'DeviceFacility',
  dhost: 'DestinationHostName',
  dmac: 'DestinationMACAddress',
  dntdom: 'DestinationNTDomain',
  dproc: 'DestinationProcessName',
  dst: 'DestinationIP',
  duid: 'DestinationUserID',
  duser: 'DestinationUserName',
  dvc: 'DeviceAddress',
  dvchost: 'DeviceName',
  end: 'EndTime',
  fileHash: 'FileHash',
  fileId: 'FileID',
  filePath: 'FilePath',
  filePermission: 'FilePermission',
  fileType: 'FileType',
  fname: 'FileName',
  msg: 'Message',
  outcome: 'EventOutcome',
  proto: 'Protocol',
  reason: 'Reason',
  request: 'RequestURL',
  requestClientApplication: 'RequestClientApplication',
  requestContext: 'RequestContext',
  requestMethod: 'RequestMethod',
  rt: 'ReceiptTime',
  shost: 'SourceHostName',
  smac: 'SourceMACAddress',
  sntdom: 'SourceNTDomain',
  sproc: 'SourceProcessName',
  src: 'SourceIP',
  start: 'StartTime',
  suid: 'SourceUserID',
  suser: 'SourceUserName',
  cs1: 'DeviceCustomString1',
  cs1Label: 'DeviceCustomString1Label',
  cs2: 'DeviceCustomString2',
  cs2Label: 'DeviceCustomString2Label',
  cs3: 'DeviceCustomString3',
  cs3Label: 'DeviceCustomString3Label',
  cs4: 'DeviceCustomString4',
  cs4Label: 'DeviceCustomString4Label',
  cs5: 'DeviceCustomString5',
  cs5Label: 'DeviceCustomString5Label',
  cs6: 'DeviceCustomString6',
  cs6Label: 'DeviceCustomString6Label',
};

/** Said wherever a row of CommonSecurityLog, or what is made of one, is shown (FALCOSIDEKICK.md). */
export const cefLandingNote = 'How a line of CEF lands is modelled on one field observation.';

/**
 * The row of CommonSecurityLog that a CEF line becomes, or undefined for a line that is no CEF. Modelled
 * on one field observation (FALCOSIDEKICK.md): over TCP a line break ends the event, every ` word=` in the
 * text begins a pair of its own, and what has no column is joined by `;` without escaping.
 */
export function landCef(line: string, sender: Sender, workspace: Workspace): LandedRow | undefined {
  const event = line.split('\n', 1)[0] ?? '';
  const start = event.indexOf('CEF:');
  if (start < 0) return undefined;
  const parts = event.slice(start).split('|');
  if (parts.length < 8) return undefined;
  const [, vendor, product, version, classId, name, severity] = parts;
  const row: Record<string, string | number> = {
    TimeGenerated: sender.sent,
    DeviceVendor: vendor!,
    DeviceProduct: product!,
    DeviceVersion: version!,
    DeviceEventClassID: classId!,
    Activity: name!,
    LogSeverity: severity!,
    Computer: sender.host,
    SourceSystem: 'OpsManager',
    TenantId: workspace.tenantId,
    Type: commonSecurityLog.name,
  };
  const rest: string[] = [];
  for (const [key, value] of extensionPairs(parts.slice(7).join('|'))) {
    const column = Object.hasOwn(columnsOfKeys, key) ? columnsOfKeys[key] : undefined;
    if (column === undefined)
      rest.push(`${key}=${key === 'outputfields' ? value.replaceAll(' ', ';') : value}`);
    else row[column] = value;
  }
  return { ...row, AdditionalExtensions: rest.join(';') };
}

/** Pairs of a CEF extension: a key is a word before `=` at the start or after a blank. */
function extensionPairs(extension: string): (readonly [key: string, value: string])[] {
  const starts = [...extension.matchAll(/(?:^|\s)([A-Za-z_]\w*)=/g)];
  return starts.map((match, i) => {
    const end = starts[i + 1]?.index ?? extension.length;
    return [match[1]!, extension.slice(match.index + match[0].length, end).trim()] as const;
  });
}

/** The row of Syslog that a JSON line becomes; SyslogMessage holds the whole object. */
export function landSyslog(line: string, sender: Sender, workspace: Workspace): LandedRow | undefined {
  const match = /^<(\d{1,3})>\S+ \S+ (\w+)\[(\d+)\]: (.*)$/s.exec(line);
  if (!match) return undefined;
  const levels = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];
  return {
    TimeGenerated: sender.sent,
    EventTime: sender.sent,
    Computer: sender.host,
    HostName: sender.host,
    Facility: 'kern',
    SeverityLevel: levels[Number(match[1]) % 8]!,
    ProcessName: match[2]!,
    ProcessID: Number(match[3]),
    SyslogMessage: match[4]!,
    SourceSystem: 'Linux',
    TenantId: workspace.tenantId,
    Type: syslog.name,
  };
}

/**
 * Rows in the order of a table's columns, ready to be handed to a query. A table has many columns more than a row
 * has values: these are put in their places, not looked for in each column.
 */
export function tableRows(
  columns: readonly { readonly name: string }[],
  rows: readonly LandedRow[],
): unknown[][] {
  const places = new Map(columns.map(({ name }, i) => [name, i]));
  return rows.map((row) => {
    const cells: unknown[] = columns.map(() => null);
    for (const name of Object.keys(row)) {
      const place = places.get(name);
      if (place !== undefined) cells[place] = row[name];
    }
    return cells;
  });
}
