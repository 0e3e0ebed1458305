import { type ExtensionContext, type LogOutputChannel, type WebviewPanel, workspace } from 'vscode';
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
import { chooseProject, type NamedProject, namedProjects } from './choose-project.ts';
import { pastedText } from './pasted-text.ts';
import { type ReplayMarks, replayMarks } from './replay-marks.ts';
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
  'falcoWorkbench/replay/search': true,
};

/** What stands behind the page of a panel: hands the server's answers to it, and its wishes to the server. */
export class ReplayPanel {
  private session: ReplaySession | undefined;
  private setup: PageSetup = {};
  private queries: Queries = {};
  /** A rule to be shown as soon as there is a page. */
  private wantedRule: string | undefined;
  private hasPage = false;
  private readonly queryFiles: WorkspaceQueries;
  private readonly marks: ReplayMarks;

  constructor(
    private readonly panel: WebviewPanel,
    private readonly context: ExtensionContext,
    private readonly server: LanguageServer,
    private readonly log: LogOutputChannel,
  ) {
    this.queryFiles = new WorkspaceQueries((queries) => {
      this.queries = queries;
      void this.tellSetup();
    });
    const settings = workspace.onDidChangeConfiguration(() => this.tellPrice());
    // The page of a hidden panel is gone; it says that it is ready when there is a new one.
    panel.onDidChangeViewState(() => {
      this.hasPage &&= panel.visible;
    });
    this.marks = replayMarks(server, log);
    panel.onDidDispose(() => {
      settings.dispose();
      this.marks.dispose();
      this.queryFiles.dispose();
      this.session?.dispose();
    });
    const page = { name: 'replay', title: 'Replay of Alerts' };
    const failed = (message: string) => this.tell({ type: 'failed', message });
    const answer = (message: MessageFromView) => this.answer(message);
    showPage(panel.webview, context.extensionUri, page, log, answer, failed);
  }

  /** The number under which the server knows the replay; undefined while there is none. */
  get replay(): number | undefined {
    return this.session?.replay;
  }

  private async answer(message: MessageFromView): Promise<unknown> {
    switch (message.type) {
      case 'ready':
        this.hasPage = true;
        this.setup = message.setup;
        this.tellPrice();
        this.refill(message.source);
        this.tellRule();
        return this.tellProjects();
      case 'setup':
        this.setup = message.setup;
        return this.tellSetup();
      case 'chooseEngine': {
        const chosen = await chooseEngine(this.server);
        return chosen && this.tell({ type: 'engine', ...(chosen.engine && { version: chosen.engine }) });
      }
      case 'chooseProject': {
        const chosen = await chooseProject(await this.tellProjects());
        return chosen && this.tell({ type: 'project', home: chosen.home });
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
        return this.beginText(message.text);
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
    else if (source !== undefined) this.open(source);
  }

  /** Replays the alerts of a source in place of those before; what was edited in those counts no longer. */
  begin(source: AlertSource): void {
    const isSame = JSON.stringify(source) === JSON.stringify(this.session?.source);
    if (!isSame) this.setup = { ...this.setup, edits: undefined };
    this.open(source);
  }

  /** Replays the alerts of a text. */
  async beginText(text: string): Promise<void> {
    const { storageUri, globalStorageUri } = this.context;
    this.begin(await pastedText(text, storageUri ?? globalStorageUri));
  }

  /**
   * Shows only what has to do with a rule.
   * @param document where the rule stands: its project is replayed from now on
   */
  async showRule(document: string, rule: string): Promise<void> {
    this.wantedRule = rule;
    this.tellRule();
    const projects = await this.tellProjects(document);
    const own = projects.find(({ isAsked }) => isAsked);
    if (own !== undefined) this.tell({ type: 'project', home: own.home });
  }

  private tellRule(): void {
    if (!this.hasPage || this.wantedRule === undefined) return;
    this.tell({ type: 'rule', rule: this.wantedRule });
    this.wantedRule = undefined;
  }

  /** The projects as they are now, told to the page too. */
  private async tellProjects(document?: string): Promise<readonly NamedProject[]> {
    const projects = await namedProjects(this.server, document);
    this.tell({ type: 'projects', projects: projects.map(({ home, name }) => ({ home, name })) });
    return projects;
  }

  private open(source: AlertSource): void {
    this.session?.dispose();
    const listener: ReplayListener = {
      begun: () => this.tell({ type: 'begin', source, name: sourceName(source) }),
      news: (news) => {
        this.tell({ type: 'news', news });
        this.marks.follow(this.session?.replay);
      },
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
