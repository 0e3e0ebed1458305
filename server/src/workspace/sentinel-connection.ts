/** How a workspace's alerts reach Microsoft Sentinel, and what is read from them there. */
export interface SentinelConnection {
  /** The formats of Falcosidekick's syslog output that are in use. */
  readonly transport: SentinelTransport;
  /** Where CEF lines land. */
  readonly cefTable: string;
  /** Where JSON lines land. */
  readonly syslogTable: string;
  /** The field that carries the cluster's name; empty where there is none. */
  readonly clusterField: string;
  /** Further columns: their names with the Falco field that fills each. */
  readonly columns: Readonly<Record<string, string>>;
}

/** How alerts can reach Sentinel. */
export const sentinelTransports = ['cef', 'json', 'both'] as const;

/** One of these ways. */
export type SentinelTransport = (typeof sentinelTransports)[number];

/** As Falcosidekick sends where nobody says otherwise (FALCOSIDEKICK.md, "JSON mode"). */
export const usualConnection: SentinelConnection = {
  transport: 'json',
  cefTable: 'CommonSecurityLog',
  syslogTable: 'Syslog',
  clusterField: '',
  columns: {},
};
