import { type LogOutputChannel, languages, Uri, type WebviewPanel, window, workspace } from 'vscode';
import type { CoverageChoice, OfProject } from '../../../server/src/protocol.ts';
import type { MessageFromView, MessageToView } from '../../webview/coverage/messages.ts';
import type { LanguageServer } from '../language-server.ts';
import { openPlace } from '../open-place.ts';
import { alertText, sourceName, UnreadableAlerts } from '../replay/alert-text.ts';
import { chooseAlerts } from '../replay/choose-alerts.ts';
import { showPage } from '../webview-html.ts';

/** How long an edit waits for the next one before the matrix is asked for anew, in milliseconds. */
const editPause = 400;

/** What stands behind the page with the matrix of ATT&CK. */
export class CoveragePanel {
  /** The number under which the server counts the alerts; undefined before it was asked. */
  private counted: Promise<number> | undefined;
  private filter: CoverageChoice = {};
  /** The file whose alerts are counted. */
  private alerts: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the choices of alerts: what an overtaken one still has to say is left out. */
  private choice = 0;

  constructor(
    private readonly panel: WebviewPanel,
    extensionUri: Uri,
    private readonly project: OfProject,
    private readonly server: LanguageServer,
    private readonly openReplay: () => number | undefined,
    private readonly log: LogOutputChannel,
  ) {
    // Problems are published whenever the server has taken in an edit, of files that are not open too.
    const edits = languages.onDidChangeDiagnostics(() => this.askSoon());
    const changes = workspace.onDidChangeTextDocument(() => this.askSoon());
    panel.onDidDispose(() => {
      edits.dispose();
      changes.dispose();
      clearTimeout(this.timer);
      this.choice++;
      void this.forget();
    });
    const page = { name: 'coverage', title: 'MITRE ATT&amp;CK Coverage' };
    const failed = (message: string) => this.tell({ type: 'failed', message });
    const answer = (message: MessageFromView) => this.answer(message);
    showPage(panel.webview, extensionUri, page, log, answer, failed);
  }

  private async answer(message: MessageFromView): Promise<unknown> {
    switch (message.type) {
      case 'ready':
        this.filter = message.filter;
        await this.show();
        return message.alerts === undefined ? undefined : this.countAlerts(message.alerts);
      case 'filter':
        this.filter = message.filter;
        return this.show();
      case 'choose': {
        const uri = await chooseAlerts();
        return uri && this.countAlerts(uri.toString());
      }
      case 'replay':
        return this.countReplay();
      case 'export':
        return this.exportLayer();
      case 'open':
        return openPlace(message.place, this.panel.viewColumn);
    }
  }

  private askSoon(): void {
    clearTimeout(this.timer);
    if (!this.panel.visible) return;
    this.timer = setTimeout(() => {
      this.show().catch((error) => this.log.warn('The coverage could not be shown:', error));
    }, editPause);
  }

  private async show(): Promise<void> {
    const shown = await this.server.request('falcoWorkbench/coverage/show', {
      coverage: await this.opened(),
      filter: this.filter,
    });
    if (shown !== null) return this.tell({ type: 'shown', shown });
    // A server that was started anew knows nothing of this panel.
    this.counted = undefined;
    return this.alerts === undefined ? this.show() : this.countAlerts(this.alerts);
  }

  private opened(): Promise<number> {
    this.counted ??= this.server
      .request('falcoWorkbench/coverage/open', this.project)
      .then(({ coverage }) => coverage);
    return this.counted;
  }

  private async forget(): Promise<void> {
    const counted = this.counted;
    this.counted = undefined;
    // A server that does not answer has nothing to close.
    await counted
      ?.then((coverage) => this.server.request('falcoWorkbench/coverage/close', { coverage }))
      .catch(() => {});
  }

  /** Counts the alerts of a file in place of those before. */
  private async countAlerts(uri: string): Promise<void> {
    const choice = ++this.choice;
    this.alerts = uri;
    const source = { kind: 'file', uri } as const;
    const name = sourceName(source);
    await this.forget();
    const coverage = await this.opened();
    this.tell({ type: 'alerts', uri, name, done: false });
    try {
      for await (const text of alertText(source)) {
        if (choice !== this.choice) return;
        await this.server.request('falcoWorkbench/coverage/add', { coverage, text, last: false });
      }
    } catch (error) {
      if (!(error instanceof UnreadableAlerts)) throw error;
      this.tell({ type: 'failed', message: error.message });
    }
    if (choice !== this.choice) return;
    await this.server.request('falcoWorkbench/coverage/add', { coverage, text: '', last: true });
    await this.show();
    this.tell({ type: 'alerts', uri, name, done: true });
  }

  /** Counts the alerts that the replay panel lists, in place of those before. */
  private async countReplay(): Promise<void> {
    const replay = this.openReplay();
    if (replay === undefined) {
      return this.tell({
        type: 'failed',
        message: 'No alerts are being replayed. “Falco: Replay Sample Alerts” opens some.',
      });
    }
    const choice = ++this.choice;
    this.alerts = undefined;
    await this.forget();
    const coverage = await this.opened();
    const name = 'the replay';
    this.tell({ type: 'alerts', name, done: false });
    await this.server.request('falcoWorkbench/coverage/replay', { coverage, replay });
    if (choice !== this.choice) return;
    await this.show();
    this.tell({ type: 'alerts', name, done: true });
  }

  private async exportLayer(): Promise<void> {
    const folder = workspace.workspaceFolders?.[0]?.uri;
    const target = await window.showSaveDialog({
      title: 'Export a Layer for the ATT&CK Navigator',
      filters: { 'ATT&CK Navigator layer': ['json'] },
      ...(folder && { defaultUri: Uri.joinPath(folder, 'falco-attack-layer.json') }),
    });
    if (target === undefined) return;
    const layer = await this.server.request('falcoWorkbench/coverage/layer', {
      coverage: await this.opened(),
      filter: this.filter,
    });
    if (layer !== null) await workspace.fs.writeFile(target, new TextEncoder().encode(layer.text));
  }

  private tell(message: MessageToView): void {
    void this.panel.webview.postMessage(message);
  }
}
