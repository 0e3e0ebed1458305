import type { TokenCredential } from '@azure/core-auth';
import type { authentication } from 'vscode';
import type { SignInProvider } from '../../../server/src/log-analytics/endpoint.ts';

/**
 * Signs in to Microsoft as VS Code does: the user is asked by VS Code, and VS Code keeps the session.
 * @param getSession that of VS Code
 * @throws what `getSession` does where the user declines
 */
export function microsoftSignIn(
  getSession: typeof authentication.getSession,
  provider: SignInProvider,
): TokenCredential {
  return {
    async getToken(scopes) {
      const session = await getSession(provider, [scopes].flat(), { createIfNone: true });
      // VS Code renews the token; the next query asks for it anew.
      return { token: session.accessToken, expiresOnTimestamp: Date.now() + 5 * 60_000 };
    },
  };
}

/** For a service on this machine, which needs nobody to sign in. */
export const nobody: TokenCredential = {
  getToken: async () => ({ token: 'none', expiresOnTimestamp: Date.now() + 5 * 60_000 }),
};
