import type { CoverageShown, FileRange } from '../../../server/src/protocol.ts';
import { element } from '../element.ts';
import { tabs } from '../tabs.ts';
import { type Choices, controls } from './controls.ts';
import { gapsView } from './gaps.ts';
import { matrix } from './matrix.ts';
import type { MessageFromView, MessageToView } from './messages.ts';
import { pathView } from './path.ts';

type View = 'matrix' | 'gaps' | 'path';

/** What outlives the page: it is made anew whenever the panel was hidden. */
interface SavedState extends Choices {
  readonly view: View;
  readonly selected?: string;
  readonly alerts?: { readonly uri?: string; readonly name: string };
}

interface VsCode {
  postMessage(message: MessageFromView): void;
  getState(): SavedState | undefined;
  setState(state: SavedState): void;
}

declare function acquireVsCodeApi(): VsCode;

const vscode = acquireVsCodeApi();
let state: SavedState = vscode.getState() ?? {
  filter: {},
  shade: 'rules',
  withUncovered: false,
  view: 'matrix',
};
// Alerts of a replay went with the page before.
if (state.alerts !== undefined && state.alerts.uri === undefined) keep({ alerts: undefined });
let shown: CoverageShown | undefined;
let failure = '';

const bar = controls(
  state,
  (choices) => {
    const isOther = JSON.stringify(choices.filter) !== JSON.stringify(state.filter);
    keep(choices);
    if (isOther) vscode.postMessage({ type: 'filter', filter: choices.filter });
    else render();
  },
  {
    choose: () => vscode.postMessage({ type: 'choose' }),
    replay: () => vscode.postMessage({ type: 'replay' }),
    exportLayer: () => vscode.postMessage({ type: 'export' }),
  },
);
const open = (place: FileRange) => vscode.postMessage({ type: 'open', place });
const table = matrix((selected) => {
  keep({ selected });
  render();
}, open);
const gaps = element('div', { class: 'view', tabindex: 0 });
const path = element('div', { class: 'view', tabindex: 0 });
const views = tabs<View>(
  'Views',
  [
    { name: 'matrix', label: 'Matrix', panel: table.root },
    { name: 'gaps', label: 'Gaps', panel: gaps },
    { name: 'path', label: 'Path of the Alerts', panel: path },
  ],
  state.view,
  (view) => keep({ view }),
);

document.getElementById('coverage')?.append(bar.root, views.root, table.root, gaps, path);
window.addEventListener('message', ({ data }: MessageEvent<MessageToView>) => receive(data));
vscode.postMessage({
  type: 'ready',
  filter: state.filter,
  ...(state.alerts?.uri !== undefined && { alerts: state.alerts.uri }),
});

function receive(message: MessageToView): void {
  switch (message.type) {
    case 'shown':
      shown = message.shown;
      failure = '';
      break;
    case 'alerts':
      keep({
        alerts: { name: message.name, ...(message.uri !== undefined && { uri: message.uri }) },
      });
      break;
    case 'failed':
      failure = message.message;
  }
  render();
}

function keep(part: Partial<SavedState>): void {
  state = { ...state, ...part };
  vscode.setState(state);
}

function render(): void {
  bar.render(shown, state.alerts?.name, failure);
  if (shown === undefined) return;
  table.render(shown, state);
  gaps.replaceChildren(...gapsView(shown, open));
  path.replaceChildren(...pathView(shown, open));
}
