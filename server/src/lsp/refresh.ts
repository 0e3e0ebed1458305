import type { ClientCapabilities, Connection } from 'vscode-languageserver';
import type { Workspace } from '../workspace/workspace.ts';
import { afterPause } from './after-pause.ts';
import { reporter } from './guard.ts';
import type { Log } from './log.ts';

/** How long nothing must change, in milliseconds: an edit changes lenses and hints of other files, too. */
const pause = 1000;

/** Has the client ask anew for lenses and hints once the workspace has come to rest after a change. */
export function refreshAnnotations(
  connection: Connection,
  { workspace: client }: ClientCapabilities,
  workspace: Workspace,
  log: Log,
): void {
  const requests = [
    ...(client?.codeLens?.refreshSupport ? ['workspace/codeLens/refresh'] : []),
    ...(client?.inlayHint?.refreshSupport ? ['workspace/inlayHint/refresh'] : []),
  ];
  if (requests.length === 0) return;
  const refresh = () => {
    for (const request of requests) {
      connection.sendRequest(request).catch(reporter(log, 'Refreshing lenses and hints'));
    }
  };
  workspace.onChange(afterPause(refresh, pause));
}
