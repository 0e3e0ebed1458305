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
  readonly otherLines: number;
  readonly done: boolean;
  readonly oddities: readonly ReplayOddity[];
  readonly failure?: string;
  /** What comes behind Falco is there for all alerts. */
  readonly stagesDone?: boolean;
  /** Why Wazuh would not start. */
  readonly wazuhFailure?: string | undefined;
}

/** The controls above the table. */
export interface Toolbar {
  readonly root: HTMLElement;
  readonly render: (progress: Progress) => void;
  /** Puts the focus into the filter. */
  readonly focusFilter: () => void;
}

/** Oddities that are listed before the rest is only counted. */
const mostOddities = 200;

/**
 * @param choose lets the user choose a file.
 * @param paste replays a text.
 * @param changed called when the user has changed the filter.
 */
export function toolbar(
  list: AlertList,
  choose: () => void,
  paste: (text: string) => void,
  changed: () => void,
): Toolbar {
  const dialog = pasteDialog(paste);
  const status = element('p', { role: 'status', class: 'status' });
  const failure = element('p', { role: 'alert', class: 'failure' });
  const oddities = element('details', { class: 'oddities' });
  const source = element('div', { class: 'source' });
  source.append(
    button('Choose Alerts…', { class: 'primary' }, choose),
    button('Paste Alerts…', {}, () => dialog.showModal()),
    status,
  );
  const filter = wordInput(list, changed);
  const chips = verdictChips(list, changed);
  const comparing = comparison(list, changed);
  const filters = element('div', { class: 'filters' }, filter, chips.root, comparing.root);
  const root = element('header', { class: 'toolbar' }, source, failure, filters, oddities, dialog);

  const render = (progress: Progress) => {
    chips.render();
    comparing.render();
    setAttributes(filters, { hidden: progress.name === undefined });
    status.textContent = statusText(progress, list);
    failure.textContent = failureText(progress);
    renderOddities(oddities, progress.oddities);
  };
  return { root, render, focusFilter: () => filter.focus() };
}

function wordInput(list: AlertList, changed: () => void): HTMLInputElement {
  const input = element('input', {
    type: 'search',
    placeholder: 'Filter: words, -word to leave out',
    'aria-label': 'Filter alerts',
    value: list.state.filter,
  });
  input.addEventListener('input', () => {
    list.setFilter(input.value);
    changed();
  });
  return input;
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

function statusText(progress: Progress, { rows, stages }: AlertList): string {
  const { name, alerts, otherLines, done, failure, stagesDone } = progress;
  if (name === undefined) return '';
  const count = (number: number) => number.toLocaleString('en');
  const read = `${count(alerts)} ${alerts === 1 ? 'alert' : 'alerts'} from ${name}`;
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
