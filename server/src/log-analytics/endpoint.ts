import { LogAnalyticsFailure } from './failure.ts';

/** Who signs in to a cloud: VS Code has a provider for the public one, and one for all others. */
export type SignInProvider = 'microsoft' | 'microsoft-sovereign-cloud';

interface Cloud {
  readonly scope: string;
  readonly provider: SignInProvider;
}

/**
 * The services of Microsoft that a token may be sent to: the public cloud under both its names, whose tokens are for
 * the older one, and the sovereign clouds.
 */
const clouds: Readonly<Record<string, Cloud>> = {
  'https://api.loganalytics.io': { scope: 'https://api.loganalytics.io/.default', provider: 'microsoft' },
  'https://api.loganalytics.azure.com': {
    scope: 'https://api.loganalytics.io/.default',
    provider: 'microsoft',
  },
  'https://api.loganalytics.us': {
    scope: 'https://api.loganalytics.us/.default',
    provider: 'microsoft-sovereign-cloud',
  },
  'https://api.loganalytics.azure.cn': {
    scope: 'https://api.loganalytics.azure.cn/.default',
    provider: 'microsoft-sovereign-cloud',
  },
};

/** Where queries are sent to, and what a token has to be for. */
export interface Endpoint extends Cloud {
  /** Address without a path. */
  readonly origin: string;
  /** A service on this machine, as tests have it: it is spoken to without TLS. */
  readonly isLocal: boolean;
}

/**
 * Reads the address of the service. Tokens go to the clouds of Microsoft, and to this machine, alone.
 * @throws LogAnalyticsFailure for any other address
 */
export function endpointOf(address: string): Endpoint {
  const origin = originOf(address);
  if (origin !== undefined && Object.hasOwn(clouds, origin)) {
    return { origin, ...clouds[origin]!, isLocal: false };
  }
  if (origin !== undefined && /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(origin)) {
    return { origin, ...clouds['https://api.loganalytics.io']!, isLocal: true };
  }
  const known = Object.keys(clouds).join(', ');
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
