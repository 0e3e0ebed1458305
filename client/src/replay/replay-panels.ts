import {
  type Disposable,
  type LogOutputChannel,
  Range,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import type { FileRange } from '../../../server/src/protocol.ts';
import type { AlertSource, MessageFromView, MessageToView } from '../../webview/replay/messages.ts';
import type { LanguageServer } from '../language-server.ts';
import { sourceName } from './alert-text.ts';
import { chooseAlerts } from './choose-alerts.ts';
import { replayHtml, webviewFolder } from './replay-html.ts';
import { type ReplaySession, startReplay } from './replay-session.ts';

const viewType = 'falcoWorkbench.replay';

/** The panel in which alerts are replayed: one at a time. */
export interface ReplayPanels extends Disposable {
  /** Shows the panel, a new one where there is none. */
  show(): void;
}

/** Makes the panel known to the editor, which brings it back where the window is reloaded. */
export function replayPanels(extensionUri: Uri, server: LanguageServer, log: LogOutputChannel): ReplayPanels {
  let current: WebviewPanel | undefined;
  const adopt = (panel: WebviewPanel) => {
    current?.dispose();
    current = panel;
    panel.onDidDispose(() => {
      if (current === panel) current = undefined;
    });
    fillPanel(panel, extensionUri, server, log);
  };
  const serializer = window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (panel) => adopt(panel),
  });
  return {
    show: () => {
      if (current !== undefined) current.reveal();
      else adopt(window.createWebviewPanel(viewType, 'Replay of Alerts', ViewColumn.Beside));
    },
    dispose: () => {
      serializer.dispose();
      current?.dispose();
    },
  };
}

function fillPanel(
  panel: WebviewPanel,
  extensionUri: Uri,
  server: LanguageServer,
  log: LogOutputChannel,
): void {
  const { webview } = panel;
  let session: ReplaySession | undefined;

  const tell = (message: MessageToView) => void webview.postMessage(message);
  const failed = (message: string) => tell({ type: 'failed', message });
  const begin = (source: AlertSource) => {
    session?.dispose();
    tell({ type: 'begin', source, name: sourceName(source) });
    session = startReplay(source, server, { news: (news) => tell({ type: 'news', news }), failed }, log);
  };
  /** The page is empty after it was hidden, or after the window was reloaded. */
  const refill = (source: AlertSource | undefined) => {
    if (session === undefined) {
      if (source !== undefined) begin(source);
      return;
    }
    tell({ type: 'begin', source: session.source, name: sourceName(session.source) });
    session.startOver();
  };
  const answer = async (message: MessageFromView) => {
    const replay = session?.replay;
    switch (message.type) {
      case 'ready':
        return refill(message.source);
      case 'choose': {
        const uri = await chooseAlerts();
        return uri && begin({ kind: 'file', uri: uri.toString() });
      }
      case 'paste':
        return begin({ kind: 'text', text: message.text });
      case 'open':
        return openPlace(message.place, panel.viewColumn);
      case 'details': {
        if (replay === undefined) return;
        const { alert } = message;
        const details = await server.request('falcoWorkbench/replay/details', { replay, alert });
        return tell({ type: 'details', alert, details });
      }
      case 'explain': {
        if (replay === undefined) return;
        const { alert, rule } = message;
        const explanation = await server.request('falcoWorkbench/replay/explain', { replay, alert, rule });
        return tell({ type: 'explanation', alert, rule, explanation });
      }
    }
  };

  webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
  webview.onDidReceiveMessage((message: MessageFromView) =>
    answer(message).catch((error: Error) => {
      log.error('The replay panel:', error);
      failed(error.message);
    }),
  );
  panel.onDidDispose(() => session?.dispose());
  webview.html = replayHtml(webview, extensionUri);
}

/** Shows a place of a file in another column than the panel, with the cursor where the place begins. */
async function openPlace({ uri, start, end }: FileRange, panelColumn?: ViewColumn): Promise<void> {
  const viewColumn = panelColumn === ViewColumn.One ? ViewColumn.Two : ViewColumn.One;
  const editor = await window.showTextDocument(Uri.parse(uri, true), { viewColumn });
  editor.selection = new Selection(end.line, end.character, start.line, start.character);
  const reveal = TextEditorRevealType.InCenterIfOutsideViewport;
  editor.revealRange(new Range(editor.selection.active, editor.selection.active), reveal);
}
