import type { ReplayDetails, ReplayNews } from '../../../server/src/protocol.ts';
import { alertDetails } from './alert-details.ts';
import { AlertList, initialState, type ListState } from './alert-list.ts';
import { alertTable } from './alert-table.ts';
import { element } from './element.ts';
import type { AlertSource, MessageFromView, MessageToView } from './messages.ts';
import { RuleTree } from './rule-tree.ts';
import { type Progress, toolbar } from './toolbar.ts';

/** What outlives the page: it is made anew whenever the panel was hidden. */
interface SavedState {
  readonly source?: AlertSource;
  readonly list: ListState;
  readonly opened: Record<string, boolean>;
}

interface VsCode {
  postMessage(message: MessageFromView): void;
  getState(): SavedState | undefined;
  setState(state: SavedState): void;
}

declare function acquireVsCodeApi(): VsCode;

/** Longer pasted texts are not kept for the next time: the editor stores the state as a whole. */
const longestSavedText = 256 * 1024;

/** While alerts stream in, the page is drawn this seldom, in milliseconds. */
const streamPause = 100;

const nothing: Progress = { alerts: 0, otherLines: 0, done: false, oddities: [] };

const vscode = acquireVsCodeApi();
const saved = vscode.getState() ?? { list: initialState, opened: {} };

let source = saved.source;
let progress = nothing;
let details: ReplayDetails | undefined;
/** The alert and run that details were asked for last. */
let asked = '';
let pending = false;

const list = new AlertList(saved.list);
const tree = new RuleTree(saved.opened, (rule) => {
  const { selected } = list.state;
  if (selected !== undefined) vscode.postMessage({ type: 'explain', alert: selected, rule });
});
const tools = toolbar(
  list,
  () => vscode.postMessage({ type: 'choose' }),
  (text) => vscode.postMessage({ type: 'paste', text }),
  changed,
);
const table = alertTable(list, () => {
  changed();
  table.reveal();
});
const detail = alertDetails(tree, (place) => vscode.postMessage({ type: 'open', place }), save);
const hint = element(
  'p',
  { class: 'hint' },
  'Choose or paste alerts that Falco printed with json_output. Each is held against the rules of the workspace, and again whenever you edit them.',
);

document.getElementById('replay')?.append(tools.root, hint, table.root, detail.root);
new ResizeObserver(render).observe(table.root);
window.addEventListener('message', ({ data }: MessageEvent<MessageToView>) => receive(data));
window.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== 'f') return;
  event.preventDefault();
  tools.focusFilter();
});
render();
vscode.postMessage({ type: 'ready', source });

function receive(message: MessageToView): void {
  switch (message.type) {
    case 'begin': {
      const same = JSON.stringify(source) === JSON.stringify(message.source);
      source = message.source;
      progress = { ...nothing, name: message.name };
      list.clear(same);
      asked = '';
      showNothing();
      break;
    }
    case 'news':
      takeNews(message.news);
      break;
    case 'details':
      if (message.alert !== list.state.selected || message.details === null) return;
      details = message.details;
      tree.take(details.rules);
      detail.renderTree();
      break;
    case 'explanation':
      if (message.alert !== list.state.selected) return;
      tree.takeExplanation(message.rule, message.explanation);
      detail.renderTree();
      return;
    case 'failed':
      progress = { ...progress, failure: message.message };
  }
  changed();
}

function takeNews(news: ReplayNews): void {
  list.take(news);
  if (list.state.selected === undefined && news.alerts > 0) list.select(list.visible[0]);
  const { alerts, otherLines, done } = news;
  const oddities = news.oddities.length > 0 ? [...progress.oddities, ...news.oddities] : progress.oddities;
  progress = { ...progress, alerts, otherLines, done, oddities };
}

/** Shows soon what has changed, and keeps it for the next time. */
function changed(): void {
  save();
  askForDetails();
  if (pending) return;
  pending = true;
  setTimeout(() => requestAnimationFrame(render), progress.done ? 0 : streamPause);
}

function askForDetails(): void {
  const { selected } = list.state;
  if (selected === undefined || list.rows[selected] === undefined) return;
  const wanted = `${list.newestRun}/${selected}`;
  if (asked === wanted) return;
  if (asked.split('/')[1] !== String(selected)) showNothing();
  asked = wanted;
  vscode.postMessage({ type: 'details', alert: selected });
}

/** Between two alerts. */
function showNothing(): void {
  details = undefined;
  tree.clear();
  detail.renderTree();
  detail.root.scrollTop = 0;
}

function render(): void {
  pending = false;
  const { selected } = list.state;
  hint.hidden = progress.name !== undefined;
  table.root.hidden = progress.name === undefined;
  tools.render(progress);
  table.render();
  detail.show(selected === undefined ? undefined : list.rows[selected], details);
}

function save(): void {
  const kept = source?.kind === 'text' && source.text.length > longestSavedText ? undefined : source;
  vscode.setState({ source: kept, list: list.state, opened: tree.opened });
}
