import type { TokenCredential } from '@azure/core-auth';
import { authentication } from 'vscode';

/** Signs in to Microsoft as VS Code does: the user is asked by VS Code, and VS Code keeps the session. */
export const microsoftSignIn: TokenCredential = {
  async getToken(scopes) {
    const session = await authentication.getSession('microsoft', [scopes].flat(), { createIfNone: true });
    // VS Code renews the token; the next query asks for it anew.
    return { token: session.accessToken, expiresOnTimestamp: Date.now() + 5 * 60_000 };
  },
};

/** For a service on this machine, which needs nobody to sign in. */
export const nobody: TokenCredential = {
  getToken: async () => ({ token: 'none', expiresOnTimestamp: Date.now() + 5 * 60_000 }),
};
