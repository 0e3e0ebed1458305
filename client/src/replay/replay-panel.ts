import { type LogOutputChannel, type Uri, type WebviewPanel, workspace } from 'vscode';
import type { ReplaySetup, RequestsToServer } from '../../../server/src/protocol.ts';
import type {
  AlertSource,
  AskedMethod,
  MessageFromView,
  MessageToView,
  PageSetup,
} from '../../webview/replay/messages.ts';
import { applyEdits } from '../apply-edits.ts';
import type { LanguageServer } from '../language-server.ts';
import { openPlace } from '../open-place.ts';
import { showPage } from '../webview-html.ts';
import { sourceName } from './alert-text.ts';
import { chooseAlerts } from './choose-alerts.ts';
import { chooseEngine } from './choose-engine.ts';
import { type ReplayListener, ReplaySession } from './replay-session.ts';
import { saveReport } from './save-report.ts';
import { type Queries, WorkspaceQueries } from './workspace-queries.ts';

/** What the page may ask the server. */
const askedMethods: Readonly<Record<AskedMethod, true>> = {
  'falcoWorkbench/noise/show': true,
  'falcoWorkbench/noise/silence': true,
  'falcoWorkbench/replay/sent': true,
  'falcoWorkbench/replay/query': true,
  'falcoWorkbench/replay/wazuh': true,
  'falcoWorkbench/replay/text': true,
  'falcoWorkbench/replay/edit': true,
};

/** What stands behind the page of a panel: hands the server's answers to it, and its wishes to the server. */
export class ReplayPanel {
  private session: ReplaySession | undefined;
  private setup: PageSetup = {};
  private queries: Queries = {};
  private readonly queryFiles: WorkspaceQueries;

  constructor(
    private readonly panel: WebviewPanel,
    extensionUri: Uri,
    private readonly server: LanguageServer,
    private readonly log: LogOutputChannel,
  ) {
    this.queryFiles = new WorkspaceQueries((queries) => {
      this.queries = queries;
      void this.tellSetup();
    });
    const settings = workspace.onDidChangeConfiguration(() => this.tellPrice());
    panel.onDidDispose(() => {
      settings.dispose();
      this.queryFiles.dispose();
      this.session?.dispose();
    });
    const page = { name: 'replay', title: 'Replay of Alerts' };
    const failed = (message: string) => this.tell({ type: 'failed', message });
    const answer = (message: MessageFromView) => this.answer(message);
    showPage(panel.webview, extensionUri, page, log, answer, failed);
  }

  /** The number under which the server knows the replay; undefined while there is none. */
  get replay(): number | undefined {
    return this.session?.replay;
  }

  private async answer(message: MessageFromView): Promise<unknown> {
    switch (message.type) {
      case 'ready':
        this.setup = message.setup;
        this.tellPrice();
        return this.refill(message.source);
      case 'setup':
        this.setup = message.setup;
        return this.tellSetup();
      case 'chooseEngine': {
        const chosen = await chooseEngine(this.server);
        return chosen && this.tell({ type: 'engine', ...(chosen.engine && { version: chosen.engine }) });
      }
      case 'report':
        return saveReport(this.server, this.session?.replay, message.alerts);
      case 'ask':
        return this.answerAsked(message.id, message.method, message.params);
      case 'choose': {
        const uri = await chooseAlerts();
        return uri && this.begin({ kind: 'file', uri: uri.toString() });
      }
      case 'stop':
        return this.session?.stopReading();
      case 'again':
        return this.session && this.begin(this.session.source);
      case 'paste':
        return this.begin({ kind: 'text', text: message.text });
      case 'apply':
        return applyEdits(message.edits);
      case 'open':
        return openPlace(message.place, this.panel.viewColumn);
      case 'details':
        return this.answerDetails(message.alert);
      case 'explain':
        return this.answerExplain(message.alert, message.rule);
    }
  }

  /** The page is empty after it was hidden, or after the window was reloaded. */
  private refill(source: AlertSource | undefined): void {
    if (this.session !== undefined) this.session.startOver();
    else if (source !== undefined) this.begin(source);
  }

  /** Replays the alerts of a source in place of those before. */
  begin(source: AlertSource): void {
    this.session?.dispose();
    const listener: ReplayListener = {
      begun: () => this.tell({ type: 'begin', source, name: sourceName(source) }),
      news: (news) => this.tell({ type: 'news', news }),
      stages: (news) => this.tell({ type: 'stages', news }),
      failed: (message) => this.tell({ type: 'failed', message }),
    };
    this.session = new ReplaySession(source, this.server, this.wholeSetup, listener, this.log);
    void this.session.start();
  }

  private get wholeSetup(): ReplaySetup {
    return { ...this.setup, queries: this.queries };
  }

  private async tellSetup(): Promise<void> {
    await this.session?.setUp(this.wholeSetup);
  }

  /** Hands a question of the page on to the server; those that are no questions of the page have no answer. */
  private async answerAsked(id: number, method: AskedMethod, params: object): Promise<void> {
    const replay = this.session?.replay;
    const isAsked = Object.hasOwn(askedMethods, method) && replay !== undefined;
    const asked = { ...params, replay } as RequestsToServer[AskedMethod]['params'];
    const result = isAsked ? await this.server.request(method, asked as never) : null;
    this.tell({ type: 'answer', id, result });
  }

  private async answerDetails(alert: number): Promise<void> {
    const replay = this.session?.replay;
    if (replay === undefined) return;
    const details = await this.server.request('falcoWorkbench/replay/details', { replay, alert });
    this.tell({ type: 'details', alert, details });
  }

  private async answerExplain(alert: number, rule: string): Promise<void> {
    const replay = this.session?.replay;
    if (replay === undefined) return;
    const asked = { replay, alert, rule };
    const explanation = await this.server.request('falcoWorkbench/replay/explain', asked);
    this.tell({ type: 'explanation', alert, rule, explanation });
  }

  private tellPrice(): void {
    const price = workspace.getConfiguration('falcoWorkbench').get<unknown>('sentinel.pricePerGb');
    this.tell({ type: 'price', pricePerGb: typeof price === 'number' && price > 0 ? price : 0 });
  }

  private tell(message: MessageToView): void {
    void this.panel.webview.postMessage(message);
  }
}
