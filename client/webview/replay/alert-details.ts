import type { ReplayDetails, ReplayRow, ReplaySent } from '../../../server/src/protocol.ts';
import { button, element, setAttributes } from '../element.ts';
import { tabs } from '../tabs.ts';
import { type AlertList, whereOf } from './alert-list.ts';
import { bytesText, iconOf, type Stage, stageNames, stages, transportNames } from './stage-words.ts';
import type { TreeView } from './tree-view.ts';

/** The trees of the stages that have one. */
export type StageTrees = Readonly<Record<Exclude<Stage, 'sent'>, TreeView>>;

/** What is known of the selected alert, as it comes in. */
export interface AlertKnown {
  readonly details?: ReplayDetails | undefined;
  readonly sent?: ReplaySent | undefined;
}

/** One alert: its text and its fields, and for each stage why it ended as it did. */
export interface AlertDetailsView {
  readonly root: HTMLElement;
  /** Shows the selected alert of the list; nothing where none is selected. */
  readonly show: (known: AlertKnown) => void;
  /** Puts the focus into what explains the stage that is shown. */
  readonly enter: () => void;
}

/**
 * @param editor where the alert can be changed.
 * @param changed called when the user has chosen another stage.
 * @param leave puts the focus back to where the alert was chosen.
 */
export function alertDetails(
  list: AlertList,
  trees: StageTrees,
  editor: HTMLElement,
  changed: () => void,
  leave: () => void,
): AlertDetailsView {
  const head = element('div', { class: 'alert' });
  const summaries = panels((stage) => element('div', { class: 'summary', id: `summary-${stage}` }));
  const text = element('div', { class: 'text' });
  const lines = element('div', { class: 'lines', tabindex: 0, 'aria-label': 'What is sent' });
  const parts = panels((stage) =>
    element('div', { class: 'stage-panel' }, summaries[stage], stage === 'sent' ? lines : trees[stage].root),
  );
  const editing = element('details', { class: 'editing' }, element('summary', {}, 'Edit this alert'), editor);
  parts.falco.append(text, editing);
  const all = stages.map((stage) => ({ name: stage, label: stageNames[stage], panel: parts[stage] }));
  const shown = tabs('Stages of the alert', all, list.state.stage, (stage) => {
    list.showStage(stage);
    changed();
  });
  const root = element(
    'section',
    { class: 'details', 'aria-label': 'Selected alert' },
    head,
    shown.root,
    ...Object.values(parts),
  );
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    leave();
  });
  const show = ({ details, sent }: AlertKnown) => {
    const { selected, stage } = list.state;
    const row = selected === undefined ? undefined : list.rows[selected];
    setAttributes(root, { hidden: row === undefined });
    if (row === undefined) return;
    if (shown.current() !== stage) shown.show(stage);
    head.replaceChildren(
      element('h2', {}, row.rule ?? 'Alert without a rule'),
      element('p', { class: 'facts' }, factsText(row, details)),
    );
    for (const each of stages) summaries[each].replaceChildren(...summaryElements(list, selected!, each));
    if (row.missing.length > 0) summaries.falco.append(missingElement(row.missing));
    replaceText(text, details);
    lines.replaceChildren(...sentElements(sent));
  };
  const enter = () => {
    const panel = parts[list.state.stage];
    panel.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"], .lines')?.focus();
  };
  return { root, show, enter };
}

function panels<Made>(make: (stage: Stage) => Made): Record<Stage, Made> {
  return { falco: make('falco'), sent: make('sent'), sentinel: make('sentinel'), wazuh: make('wazuh') };
}

function factsText(row: ReplayRow, details: ReplayDetails | undefined): string {
  const edited = details?.isEdited ? 'edited' : '';
  const facts = [row.priority, row.time, whereOf(row), `line ${row.line}`, edited];
  return facts.filter((fact) => fact).join(' · ');
}

/** What the cell says, and the sentence behind it. */
function summaryElements(list: AlertList, alert: number, stage: Stage): HTMLElement[] {
  const { group, words, meaning } = list.words(alert, stage);
  const sentence = stage === 'falco' ? (meaning.split(' It lacks ')[0] ?? '') : meaning;
  const mark =
    group === undefined
      ? []
      : [element('span', { class: `icon ${group}`, 'aria-hidden': 'true' }, iconOf(group))];
  return [element('p', { class: 'verdict' }, ...mark, element('strong', {}, words), ` ${sentence}`)];
}

function missingElement(missing: readonly string[]): HTMLElement {
  const names = missing.flatMap((name, i) => [i === 0 ? '' : ', ', element('code', {}, name)]);
  return element(
    'p',
    { class: 'missing' },
    'Not in the alert: ',
    ...names,
    '. Add them to the output of the rule.',
  );
}

/** The output and the fields; the list of fields stays open while the alert stays the same. */
function replaceText(root: HTMLElement, details: ReplayDetails | undefined): void {
  const wasOpen = root.querySelector<HTMLDetailsElement>('.fields')?.open ?? false;
  root.replaceChildren();
  if (details === undefined) return;
  if (details.output !== undefined)
    root.append(element('p', { class: 'output', tabindex: 0 }, details.output));
  const fields = fieldsElement(details.fields);
  fields.open = wasOpen;
  root.append(fields);
}

function fieldsElement(fields: ReplayDetails['fields']): HTMLDetailsElement {
  const rows = fields.map(([name, value]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, boundedText(name)),
      value === null ? element('td', { class: 'none' }, 'no value') : element('td', {}, boundedText(value)),
    ),
  );
  const table = element('table', {}, element('tbody', {}, ...rows));
  return element('details', { class: 'fields' }, element('summary', {}, `${fields.length} fields`), table);
}

/** Characters from which on a text scrolls in a box of its own: attackers make values as long as they like. */
const longText = 1000;

function boundedText(text: string): HTMLElement | string {
  return text.length < longText ? text : element('div', { class: 'long', tabindex: 0 }, text);
}

/** The lines that are sent, as they go out. */
function sentElements(sent: ReplaySent | undefined): HTMLElement[] {
  if (sent === undefined) return [];
  const lines = sent.lines.map(({ transport, line, bytes }) =>
    lineElement(`To Sentinel as ${transportNames[transport]}, ${bytesText(bytes)}`, line),
  );
  const agent = sent.agentLine === null ? 'The agent does not send it.' : sent.agentLine;
  return [...lines, lineElement('To the Wazuh agent', agent)];
}

function lineElement(title: string, line: string): HTMLElement {
  const copy = button('Copy', { class: 'copy', 'aria-label': `Copy: ${title}` }, () => {
    void navigator.clipboard.writeText(line);
  });
  return element(
    'section',
    {},
    element('h3', {}, title, copy),
    element('p', { class: 'output line', tabindex: 0 }, line),
  );
}
