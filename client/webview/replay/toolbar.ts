import type { ReplayOddity } from '../../../server/src/protocol.ts';
import { button, element, setAttributes } from '../element.ts';
import type { AlertList } from './alert-list.ts';
import { groupIcons, groupNames, verdictGroups } from './verdict.ts';

/** What the toolbar tells beside the list itself. */
export interface Progress {
  /** Where the alerts come from; undefined before any were chosen. */
  readonly name?: string;
  /** Alerts read by now. */
  readonly alerts: number;
  /** Alerts that are only counted. */
  readonly counted?: number | undefined;
  readonly otherLines: number;
  readonly done: boolean;
  readonly oddities: readonly ReplayOddity[];
  readonly failure?: string;
  /** What comes behind Falco is there for all alerts. */
  readonly stagesDone?: boolean;
  /** Why Wazuh would not start. */
  readonly wazuhFailure?: string | undefined;
  /** Words are still looked for. */
  readonly isSearching: boolean;
  /** The project whose rules are replayed; undefined where there is only one. */
  readonly project?: string | undefined;
}

/** What the controls set off. */
export interface ToolbarActions {
  /** Lets the user choose a file. */
  readonly choose: () => void;
  /** Replays a text. */
  readonly paste: (text: string) => void;
  /** Lets the user choose a project. */
  readonly chooseProject: () => void;
  /** Called when the user has changed what is shown. */
  readonly changed: () => void;
  /** Goes on to the table. */
  readonly leave: () => void;
}

/** The controls above the table. */
export interface Toolbar {
  /** Where alerts come from, and what was strange about them. */
  readonly root: HTMLElement;
  /** What of them is shown. */
  readonly filters: HTMLElement;
  readonly render: (progress: Progress) => void;
  /** Puts the focus into the filter. */
  readonly focusFilter: () => void;
}

/** Oddities that are listed before the rest is only counted. */
const mostOddities = 200;

/** Makes the controls; nothing is shown before they are rendered. */
export function toolbar(list: AlertList, actions: ToolbarActions): Toolbar {
  const { changed } = actions;
  const dialog = pasteDialog(actions.paste);
  const status = element('p', { role: 'status', class: 'status' });
  const failure = element('p', { role: 'alert', class: 'failure' });
  const oddities = element('details', { class: 'oddities' });
  const source = element('div', { class: 'source' });
  const project = button('', { class: 'chip toggle', 'aria-haspopup': 'dialog' }, actions.chooseProject);
  project.title = 'The rules that alerts are replayed against: choose another project';
  source.append(
    button('Choose Alerts…', { class: 'primary' }, actions.choose),
    button('Paste Alerts…', {}, () => dialog.showModal()),
    project,
    status,
  );
  const filter = wordInput(list, actions);
  const rule = ruleChip(list, changed);
  const chips = verdictChips(list, changed);
  const comparing = comparison(list, changed);
  const filters = element('div', { class: 'filters' }, filter.input, rule.root, chips.root, comparing.root);
  const root = element('header', { class: 'toolbar' }, source, failure, oddities, dialog);

  const render = (progress: Progress) => {
    filter.render();
    rule.render();
    chips.render();
    setAttributes(project, { hidden: progress.project === undefined });
    project.textContent = `Rules of ${progress.project ?? ''}`;
    comparing.render();
    status.textContent = statusText(progress, list);
    failure.textContent = failureText(progress);
    renderOddities(oddities, progress.oddities);
  };
  return { root, filters, render, focusFilter: () => filter.input.focus() };
}

function wordInput(list: AlertList, { changed, leave }: ToolbarActions) {
  const input = element('input', {
    type: 'search',
    placeholder: 'Search: words, "a phrase", -word',
    'aria-label': 'Search alerts',
    'aria-keyshortcuts': 'Control+F',
    spellcheck: 'false',
    value: list.state.filter,
  });
  input.title =
    'Looks into rule, verdict, output, tags and every field, as name=value too; -word leaves alerts out (Ctrl+F)';
  input.addEventListener('input', () => {
    list.setFilter(input.value);
    changed();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    leave();
  });
  const render = () => {
    if (input.value !== list.state.filter) input.value = list.state.filter;
  };
  return { input, render };
}

/** The rule that alone is shown; a click shows the others again. */
function ruleChip(list: AlertList, changed: () => void) {
  const root = button('', { class: 'chip toggle rule' }, () => {
    list.showRule(undefined);
    changed();
  });
  const render = () => {
    const { rule } = list.state;
    setAttributes(root, { hidden: rule === undefined, 'aria-pressed': 'true' });
    root.replaceChildren(element('span', {}, `Only ${rule ?? ''}`), ' ✕');
    root.title = `Only alerts that name the rule ${rule ?? ''}, or on which it fires. Click to show all.`;
    setAttributes(root, { 'aria-label': `Only the rule ${rule ?? ''}` });
  };
  return { root, render };
}

/** A switch for each group of verdicts, with its number of alerts. */
function verdictChips(list: AlertList, changed: () => void): Pick<Toolbar, 'root'> & { render: () => void } {
  const chips = verdictGroups.map((group) => {
    const chip = button('', { class: 'chip' }, () => {
      list.toggle(group);
      changed();
    });
    return { group, chip };
  });
  const root = element('div', { role: 'group', class: 'chips', 'aria-label': 'Verdicts shown' });
  root.append(...chips.map(({ chip }) => chip));
  const render = () => {
    const counts = list.counts();
    for (const { group, chip } of chips) {
      chip.textContent = `${groupIcons[group]} ${groupNames[group]} ${counts[group]}`;
      setAttributes(chip, { 'aria-pressed': String(!list.state.hidden.includes(group)) });
    }
  };
  return { root, render };
}

/** Groups by rule, and compares with verdicts that were kept. */
function comparison(list: AlertList, changed: () => void): Pick<Toolbar, 'root'> & { render: () => void } {
  const act = (change: () => void) => () => {
    change();
    changed();
  };
  const group = button(
    'Group by rule',
    { class: 'chip toggle' },
    act(() => list.group(!list.state.isGrouped)),
  );
  const keep = button(
    '',
    {},
    act(() => list.keepBaseline(!list.hasBaseline)),
  );
  keep.title = 'Keeps the verdicts as they are now, so that you see what an edit changes';
  const only = button(
    '',
    { class: 'chip toggle' },
    act(() => list.showChanged(!list.state.changedOnly)),
  );
  const root = element(
    'div',
    { class: 'chips', role: 'group', 'aria-label': 'Group and compare' },
    group,
    keep,
    only,
  );
  const render = () => {
    setAttributes(group, { 'aria-pressed': String(list.state.isGrouped) });
    keep.textContent = list.hasBaseline ? 'Forget baseline' : 'Keep as baseline';
    setAttributes(only, { hidden: !list.hasBaseline, 'aria-pressed': String(list.state.changedOnly) });
    if (list.hasBaseline) only.textContent = `changed since ${list.changes().toLocaleString('en')}`;
  };
  return { root, render };
}

function failureText({ failure, wazuhFailure }: Progress): string {
  const wazuh =
    wazuhFailure === undefined ? undefined : `Wazuh would not start with these rules: ${wazuhFailure}`;
  return [failure, wazuh].filter((each) => each !== undefined).join(' ');
}

function statusText(progress: Progress, list: AlertList): string {
  const { rows, stages } = list;
  const { name, alerts, otherLines, done, failure, stagesDone } = progress;
  if (name === undefined) return '';
  const count = (number: number) => number.toLocaleString('en');
  const shown = list.visible.length;
  const found = shown < rows.length ? `, ${count(shown)} shown` : '';
  const searched = progress.isSearching ? ', searching …' : '';
  const read = `${count(alerts)} ${alerts === 1 ? 'alert' : 'alerts'} from ${name}${found}${searched}`;
  const others = otherLines > 0 ? `, ${count(otherLines)} other lines` : '';
  const ended = done || failure !== undefined;
  if (!ended) return `${read}, replaying: ${count(rows.length)} done …`;
  if (stagesDone !== false || failure !== undefined) return `${read}${others}`;
  return `${read}${others}, through Sentinel and Wazuh: ${count(stages.length)} done …`;
}

function renderOddities(root: HTMLElement, oddities: readonly ReplayOddity[]): void {
  setAttributes(root, { hidden: oddities.length === 0 });
  if (root.dataset.count === String(oddities.length)) return;
  root.dataset.count = String(oddities.length);
  const items = oddities
    .slice(0, mostOddities)
    .map(({ line, message }) => element('li', {}, `Line ${line}: ${message}`));
  const rest = oddities.length - items.length;
  if (rest > 0) items.push(element('li', {}, `… and ${rest} more`));
  const words =
    oddities.length === 1 ? '1 oddity in the alerts' : `${oddities.length} oddities in the alerts`;
  root.replaceChildren(element('summary', {}, words), element('ul', {}, ...items));
}

/** Asks for text with alerts; Escape leaves it. */
function pasteDialog(paste: (text: string) => void): HTMLDialogElement {
  const text = element('textarea', {
    rows: 12,
    spellcheck: 'false',
    'aria-label': 'Alerts, one JSON object a line',
    placeholder: '{"rule": "…", "priority": "…", "output_fields": { … } }',
  });
  const dialog = element('dialog', { class: 'paste', 'aria-label': 'Paste alerts' });
  const replay = button('Replay', { class: 'primary' }, () => {
    dialog.close();
    paste(text.value);
  });
  const cancel = button('Cancel', {}, () => dialog.close());
  dialog.append(
    element('h2', {}, 'Paste alerts'),
    element('p', {}, 'JSON lines of Falco or objects from Falcosidekick; other text is passed over.'),
    text,
    element('div', { class: 'buttons' }, replay, cancel),
  );
  return dialog;
}
