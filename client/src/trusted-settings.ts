import { type Disposable, workspace } from 'vscode';
import type { Middleware } from 'vscode-languageclient';
import type { LanguageServer } from './language-server.ts';

/** The setting that names a program to run. */
export const falcoPathSetting = 'falcoWorkbench.falcoPath';

/** Keeps the path of the installed Falco from the server for as long as the workspace is not trusted. */
export const trustedSettings: Middleware = {
  workspace: {
    configuration: async (params, token, next) => {
      const sections = await next(params, token);
      return workspace.isTrusted || !Array.isArray(sections) ? sections : sections.map(withoutFalcoPath);
    },
  },
};

/** Lets the server ask for its settings anew once the workspace is trusted, where that makes a difference. */
export function restartWhenTrusted(server: LanguageServer): Disposable {
  return workspace.onDidGrantWorkspaceTrust(() => {
    if (workspace.getConfiguration().get(falcoPathSetting)) void server.restart();
  });
}

function withoutFalcoPath(section: unknown): unknown {
  if (typeof section !== 'object' || section === null) return section;
  return { ...section, falcoPath: '' };
}
