import { type Disposable, type ExtensionContext, type LogOutputChannel, type Uri, ViewColumn } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import { singlePanel } from '../single-panel.ts';
import { ReplayPanel } from './replay-panel.ts';

/** The panel in which alerts are replayed: one at a time. */
export interface ReplayPanels extends Disposable {
  /**
   * Shows the panel, a new one where there is none.
   * @param alerts the file to replay; without it the panel stays as it is.
   */
  show(alerts?: Uri): void;
  /** Shows the panel with what has to do with a rule of a document. */
  showRule(document: string, rule: string): Promise<void>;
  /** Shows the panel with alerts from a text. */
  showText(text: string): Promise<void>;
  /** The number under which the server knows what is being replayed; undefined where nothing is. */
  readonly replay: () => number | undefined;
}

/** Makes the panel known to the editor. */
export function replayPanels(
  context: ExtensionContext,
  server: LanguageServer,
  log: LogOutputChannel,
): ReplayPanels {
  const panels = singlePanel(
    { viewType: 'falcoWorkbench.replay', title: 'Replay of Alerts', column: ViewColumn.Beside },
    (panel) => new ReplayPanel(panel, context, server, log),
  );
  return {
    show: (alerts) => {
      const panel = panels.show();
      if (alerts !== undefined) panel.begin({ kind: 'file', uri: alerts.toString() });
    },
    showRule: (document, rule) => panels.show().showRule(document, rule),
    showText: (text) => panels.show().beginText(text),
    replay: () => panels.current?.replay,
    dispose: () => panels.dispose(),
  };
}
