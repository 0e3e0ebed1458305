import type { FileRange, ReplayDetails, ReplayNews, ReplaySent } from '../../../server/src/protocol.ts';
import { element } from '../element.ts';
import { tabs } from '../tabs.ts';
import { alertDetails } from './alert-details.ts';
import { alertEditor } from './alert-editor.ts';
import { AlertList, type ListState } from './alert-list.ts';
import { AlertSearch } from './alert-search.ts';
import { alertTable } from './alert-table.ts';
import type { AlertSource, MessageFromView, MessageToView, PageSetup } from './messages.ts';
import { noiseView } from './noise/view.ts';
import { questions } from './questions.ts';
import { readingBar } from './reading-bar.ts';
import { wordsIn } from './row-filter.ts';
import { RuleTree } from './rule-tree.ts';
import { SentinelTree } from './sentinel-tree.ts';
import { setupBar } from './setup-bar.ts';
import { type Progress, toolbar } from './toolbar.ts';
import { treeView } from './tree-view.ts';
import { WazuhTree } from './wazuh-tree.ts';

/** What outlives the page: it is made anew whenever the panel was hidden. */
interface SavedState {
  readonly source?: AlertSource;
  readonly list?: Partial<ListState>;
  readonly setup?: PageSetup;
  readonly opened?: Record<string, boolean>;
  readonly openedQueries?: Record<string, boolean>;
  readonly openedWazuh?: Record<string, boolean>;
  readonly view?: string;
}

interface VsCode {
  postMessage(message: MessageFromView): void;
  getState(): SavedState | undefined;
  setState(state: SavedState): void;
}

declare function acquireVsCodeApi(): VsCode;

/** While alerts stream in, the page is drawn this seldom, in milliseconds. */
const streamPause = 100;

const nothing: Omit<Progress, 'isSearching'> = { alerts: 0, otherLines: 0, done: false, oddities: [] };

const vscode = acquireVsCodeApi();
const post = (message: MessageFromView) => vscode.postMessage(message);
const saved = vscode.getState() ?? {};

let source = saved.source;
let setup: PageSetup = saved.setup ?? {};
let progress = nothing;
let details: ReplayDetails | undefined;
let sent: ReplaySent | undefined;
/** The alert and run that details were asked for last. */
let asked = '';
let pending = false;
let pricePerGb = 0;
let projects: readonly { readonly home: string; readonly name: string }[] = [];
/** What the view of noise was refreshed for last. */
let noiseOf = '';
/** The stages of it that were asked for. */
const askedStages = new Set<string>();

const server = questions(post);
const list = new AlertList(saved.list, (word, alert) => search.holds(word, alert));
const search = new AlertSearch(
  (words, from) => server.ask('falcoWorkbench/replay/search', { words, from }),
  () => {
    list.foundMore();
    changed();
  },
);
const rules = new RuleTree(saved.opened ?? {}, (rule) => {
  const { selected } = list.state;
  if (selected !== undefined) post({ type: 'explain', alert: selected, rule });
});
const queries = new SentinelTree(saved.openedQueries ?? {}, async (transport, query) => {
  const alert = list.state.selected;
  if (alert === undefined) return;
  const steps = await server.ask('falcoWorkbench/replay/query', { alert, transport, query });
  if (alert !== list.state.selected || (steps !== null && steps.run !== list.newestRun)) return;
  queries.takeSteps(transport, query, steps);
  trees.sentinel.render();
});
const tried = new WazuhTree(saved.openedWazuh ?? {});
const open = (place: FileRange) => post({ type: 'open', place });
const trees = {
  falco: treeView(rules, 'Rules of the workspace', open, save),
  sentinel: treeView(queries, 'Queries', open, save),
  wazuh: treeView(tried, 'Rules of Wazuh', open, save),
};
const tools = toolbar(list, {
  choose: () => post({ type: 'choose' }),
  paste: (text) => post({ type: 'paste', text }),
  chooseProject: () => post({ type: 'chooseProject' }),
  changed,
  leave: () => table.root.focus(),
});
const reading = readingBar(
  () => post({ type: 'stop' }),
  () => post({ type: 'again' }),
);
const choices = setupBar(
  setup,
  () => post({ type: 'chooseEngine' }),
  () => post({ type: 'report', alerts: list.visible }),
  setUp,
);
const editor = alertEditor(edit);
const detail = alertDetails(list, trees, editor.root, changed, () => table.root.focus());
const table = alertTable(
  list,
  () => {
    changed();
    table.reveal();
  },
  detail.enter,
);
const hint = element(
  'p',
  { class: 'hint' },
  'Choose or paste alerts that Falco printed with json_output. Each is held against the rules of the workspace, sent to a Sentinel and a Wazuh of our own, and again whenever you edit something.',
);
const alerts = element('div', { class: 'alerts' }, tools.filters, table.root, detail.root);
const noise = noiseView({
  ask: () => server.ask('falcoWorkbench/noise/show', {}),
  silence: (cluster) => server.ask('falcoWorkbench/noise/silence', { cluster }),
  apply: (edits) => post({ type: 'apply', edits }),
});
const shown = tabs(
  'Views',
  [
    { name: 'alerts', label: 'Alerts', panel: alerts },
    { name: 'noise', label: 'Noise and Cost', panel: noise.root },
  ],
  saved.view,
  changed,
);

document
  .getElementById('replay')
  ?.append(
    element('h1', { class: 'unseen' }, 'Replay of alerts'),
    tools.root,
    reading.root,
    choices.root,
    shown.root,
    hint,
    alerts,
    noise.root,
  );
new ResizeObserver(render).observe(table.root);
window.addEventListener('message', ({ data }: MessageEvent<MessageToView>) => receive(data));
window.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== 'f') return;
  event.preventDefault();
  if (progress.name === undefined) return;
  shown.show('alerts');
  changed();
  tools.focusFilter();
});
render();
post({ type: 'ready', ...(source && { source }), setup });

function receive(message: MessageToView): void {
  switch (message.type) {
    case 'begin':
      begin(message.source, message.name);
      break;
    case 'news':
      takeNews(message.news);
      break;
    case 'stages':
      list.takeStages(message.news);
      progress = { ...progress, stagesDone: message.news.done, wazuhFailure: wazuhFailure(message.news) };
      break;
    case 'details':
      if (message.alert !== list.state.selected || message.details === null) return;
      details = message.details;
      rules.take(details.rules, details.assumed);
      trees.falco.render();
      void offerText(message.alert, details.isEdited);
      break;
    case 'explanation':
      if (message.alert !== list.state.selected) return;
      rules.takeExplanation(message.rule, message.explanation);
      trees.falco.render();
      return;
    case 'answer':
      server.answer(message.id, message.result);
      return;
    case 'engine':
      setUp({ ...setup, engineVersion: message.version });
      break;
    case 'projects':
      projects = message.projects;
      break;
    case 'project':
      chooseProject(message.home);
      break;
    case 'rule':
      showRule(message.rule);
      break;
    case 'price':
      pricePerGb = message.pricePerGb;
      noiseOf = '';
      break;
    case 'failed':
      progress = { ...progress, failure: message.message };
  }
  changed();
}

function begin(from: AlertSource, name: string): void {
  reading.clear();
  const same = JSON.stringify(source) === JSON.stringify(from);
  source = from;
  progress = { ...nothing, name };
  list.clear(same);
  search.forget();
  if (!same && setup.edits !== undefined) setUp({ ...setup, edits: undefined });
  asked = '';
  showNothing();
}

function takeNews(news: ReplayNews): void {
  reading.take(news);
  list.take(news);
  if (list.state.selected === undefined && news.alerts > 0) list.select(list.visible[0]);
  const { alerts, otherLines, done } = news;
  const oddities = news.oddities.length > 0 ? [...progress.oddities, ...news.oddities] : progress.oddities;
  const counted = news.counted?.alerts;
  progress = { ...progress, alerts, otherLines, done, oddities, counted };
}

/** The main project is what is replayed where nothing else is said. */
function chooseProject(home: string): void {
  setUp({ ...setup, project: home === projects[0]?.home ? undefined : home });
}

function projectName(): string | undefined {
  const chosen = projects.find(({ home }) => home === setup.project) ?? projects[0];
  return projects.length > 1 ? chosen?.name : undefined;
}

function showRule(rule: string): void {
  list.showRule(rule);
  list.select(list.visible[0]);
  shown.show('alerts');
}

function wazuhFailure(news: { readonly from: number; readonly wazuhFailure?: string }): string | undefined {
  return news.from === 0 ? news.wazuhFailure : progress.wazuhFailure;
}

function setUp(next: PageSetup): void {
  setup = next;
  choices.render(setup);
  post({ type: 'setup', setup });
  save();
}

/** Shows soon what has changed, and keeps it for the next time. */
function changed(): void {
  save();
  askForDetails();
  search.want(
    wordsIn(list.state.filter).map(({ text }) => text),
    progress.alerts,
  );
  if (pending) return;
  pending = true;
  setTimeout(() => requestAnimationFrame(render), progress.done ? 0 : streamPause);
}

/** Asks for what is shown of the selected alert, once for each run; for the stages when they are there. */
function askForDetails(): void {
  const { selected, stage } = list.state;
  if (selected === undefined || list.rows[selected] === undefined) return;
  const wanted = `${list.newestRun}/${selected}`;
  if (asked !== wanted) {
    if (asked.split('/')[1] !== String(selected)) showNothing();
    asked = wanted;
    askedStages.clear();
    post({ type: 'details', alert: selected });
  }
  if (stage === 'falco' || askedStages.has(stage)) return;
  if (list.stagesRun !== list.newestRun || list.stages[selected] === undefined) return;
  askedStages.add(stage);
  if (stage === 'wazuh') void askForWazuh(selected);
  else void askForSent(selected);
}

async function offerText(alert: number, isEdited: boolean): Promise<void> {
  const answer = await server.ask('falcoWorkbench/replay/text', { alert });
  if (alert === list.state.selected && answer !== null) editor.show(alert, answer.text, isEdited);
}

async function edit(alert: number, text: string | null): Promise<void> {
  const answer = await server.ask('falcoWorkbench/replay/edit', { alert, text });
  if (alert === list.state.selected) editor.tell(answer?.reason);
  if (answer === null || answer.reason !== undefined) return;
  const others = (setup.edits ?? []).filter((each) => each.alert !== alert);
  setUp({ ...setup, edits: text === null ? others : [...others, { alert, text }] });
  search.lookAgain();
  changed();
}

async function askForSent(alert: number): Promise<void> {
  askedStages.add('sent').add('sentinel');
  const answer = await server.ask('falcoWorkbench/replay/sent', { alert });
  const { row, stages, sentinel } = list.staged(alert);
  if (alert !== list.state.selected || answer === null) return;
  sent = answer;
  if (stages !== undefined && sentinel !== undefined) {
    queries.take({ rule: row.rule, results: stages.sentinel, sentinel, sent });
  }
  trees.sentinel.render();
  changed();
}

async function askForWazuh(alert: number): Promise<void> {
  const trace = await server.ask('falcoWorkbench/replay/wazuh', { alert });
  if (alert !== list.state.selected || trace === null) return;
  tried.take(trace);
  trees.wazuh.render();
}

/** Between two alerts. */
function showNothing(): void {
  details = undefined;
  sent = undefined;
  editor.tell(undefined);
  for (const tree of [rules, queries, tried]) tree.clear();
  for (const tree of Object.values(trees)) tree.render();
  detail.root.scrollTop = 0;
}

function render(): void {
  pending = false;
  hint.hidden = progress.name !== undefined;
  alerts.hidden = progress.name === undefined || shown.current() !== 'alerts';
  choices.root.hidden = progress.name === undefined;
  shown.root.hidden = progress.name === undefined;
  renderNoise();
  tools.render({ ...progress, isSearching: search.isSearching, project: projectName() });
  table.render();
  detail.show({ details, sent });
}

/** Counts once for the alerts that there are, and only where somebody looks. */
function renderNoise(): void {
  const isShown = progress.name !== undefined && shown.current() === 'noise';
  noise.root.hidden = !isShown;
  const wanted = `${progress.name}/${progress.alerts}/${progress.counted}/${progress.done}`;
  if (!isShown || wanted === noiseOf) return;
  noiseOf = wanted;
  void noise.refresh(pricePerGb);
}

function save(): void {
  vscode.setState({
    ...(source && { source }),
    list: list.state,
    setup,
    opened: rules.opened,
    openedQueries: queries.opened,
    openedWazuh: tried.opened,
    view: shown.current(),
  });
}
