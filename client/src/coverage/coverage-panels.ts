import {
  type Disposable,
  type LogOutputChannel,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import { activeProject } from '../active-project.ts';
import type { LanguageServer } from '../language-server.ts';
import type { ReplayPanels } from '../replay/replay-panels.ts';
import { CoveragePanel } from './coverage-panel.ts';

const viewType = 'falcoWorkbench.coverage';

/** The panel with the matrix of ATT&CK: one at a time. */
export interface CoveragePanels extends Disposable {
  /** Shows the panel, a new one where there is none. */
  show(): void;
}

/** Makes the panel known to the editor, which brings it back where the window is reloaded. */
export function coveragePanels(
  extensionUri: Uri,
  server: LanguageServer,
  replays: Pick<ReplayPanels, 'replay'>,
  log: LogOutputChannel,
): CoveragePanels {
  let current: CoveragePanel | undefined;
  const adopt = (panel: WebviewPanel) => {
    current?.dispose();
    const adopted = new CoveragePanel(panel, extensionUri, activeProject(), server, replays.replay, log);
    panel.onDidDispose(() => {
      if (current === adopted) current = undefined;
    });
    current = adopted;
  };
  const serializer = window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (panel) => adopt(panel),
  });
  return {
    show: () => {
      if (current !== undefined) current.reveal();
      else adopt(window.createWebviewPanel(viewType, 'MITRE ATT&CK Coverage', ViewColumn.Active));
    },
    dispose: () => {
      serializer.dispose();
      current?.dispose();
    },
  };
}
