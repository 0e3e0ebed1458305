import {
  type Disposable,
  type LogOutputChannel,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import { ReplayPanel } from './replay-panel.ts';

const viewType = 'falcoWorkbench.replay';

/** The panel in which alerts are replayed: one at a time. */
export interface ReplayPanels extends Disposable {
  /**
   * Shows the panel, a new one where there is none.
   * @param alerts the file to replay; without it the panel stays as it is.
   */
  show(alerts?: Uri): void;
  /** Shows the panel with alerts from a text. */
  showText(text: string): void;
  /** The number under which the server knows what is being replayed; undefined where nothing is. */
  readonly replay: () => number | undefined;
}

/** Makes the panel known to the editor, which brings it back where the window is reloaded. */
export function replayPanels(extensionUri: Uri, server: LanguageServer, log: LogOutputChannel): ReplayPanels {
  let current: ReplayPanel | undefined;
  const adopt = (panel: WebviewPanel) => {
    current?.dispose();
    const adopted = new ReplayPanel(panel, extensionUri, server, log);
    panel.onDidDispose(() => {
      if (current === adopted) current = undefined;
    });
    current = adopted;
    return adopted;
  };
  const create = () => adopt(window.createWebviewPanel(viewType, 'Replay of Alerts', ViewColumn.Beside));
  const open = () => {
    current?.reveal();
    current ??= create();
    return current;
  };
  const serializer = window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (panel) => void adopt(panel),
  });
  return {
    show: (alerts) => {
      const panel = open();
      if (alerts !== undefined) panel.begin({ kind: 'file', uri: alerts.toString() });
    },
    showText: (text) => open().begin({ kind: 'text', text }),
    replay: () => current?.replay,
    dispose: () => {
      serializer.dispose();
      current?.dispose();
    },
  };
}
