import { LogAnalyticsFailure } from './failure.ts';

/** The services of Microsoft that a token may be sent to: the public cloud, and the sovereign ones. */
export const clouds = [
  'https://api.loganalytics.io',
  'https://api.loganalytics.us',
  'https://api.loganalytics.azure.cn',
] as const;

/** Where queries are sent to, and what a token has to be for. */
export interface Endpoint {
  /** Address without a path. */
  readonly origin: string;
  readonly scope: string;
  /** A service on this machine, as tests have it: it is spoken to without TLS. */
  readonly isLocal: boolean;
}

/**
 * Reads the address of the service. Tokens go to the clouds of Microsoft, and to this machine, alone.
 * @throws LogAnalyticsFailure for any other address
 */
export function endpointOf(address: string): Endpoint {
  const origin = originOf(address);
  if (origin !== undefined && clouds.some((cloud) => cloud === origin)) {
    return { origin, scope: `${origin}/.default`, isLocal: false };
  }
  if (origin !== undefined && /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(origin)) {
    return { origin, scope: `${clouds[0]}/.default`, isLocal: true };
  }
  const known = clouds.join(', ');
  throw new LogAnalyticsFailure(
    'settings',
    `"${address}" is no service of Log Analytics. There are: ${known}.`,
  );
}

function originOf(address: string): string | undefined {
  try {
    return new URL(address).origin;
  } catch {
    return undefined;
  }
}

/** The id of a workspace as the portal shows it. @throws LogAnalyticsFailure where it is none */
export function workspaceIdOf(text: string): string {
  const id = text.trim().toLowerCase();
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  const what = id === '' ? 'No workspace is named' : `"${text}" is no workspace id`;
  throw new LogAnalyticsFailure('settings', `${what}: it is the GUID on the overview page of the workspace.`);
}
