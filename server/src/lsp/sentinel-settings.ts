import {
  type SentinelConnection,
  sentinelTransports,
  usualConnection,
} from '../workspace/sentinel-connection.ts';

/** How alerts reach Sentinel, from the section `falcoWorkbench.sentinel`; what makes no sense stays usual. */
export function readConnection(section: unknown): SentinelConnection {
  const { transport, cefTable, syslogTable, clusterField, columns } = isRecord(section) ? section : {};
  const text = (value: unknown, usual: string) =>
    typeof value === 'string' && value.trim() !== '' ? value.trim() : usual;
  return {
    transport: sentinelTransports.find((each) => each === transport) ?? usualConnection.transport,
    cefTable: text(cefTable, usualConnection.cefTable),
    syslogTable: text(syslogTable, usualConnection.syslogTable),
    clusterField: text(clusterField, usualConnection.clusterField),
    columns: isRecord(columns)
      ? Object.fromEntries(
          Object.entries(columns).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
        )
      : usualConnection.columns,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
