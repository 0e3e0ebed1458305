import { button, element } from '../element.ts';
import { pairsIn, readAssumed } from './assumed-values.ts';
import type { Assumed, PageSetup } from './messages.ts';

/** The choices that decide what is replayed, and how. */
export interface SetupBar {
  readonly root: HTMLElement;
  readonly render: (setup: PageSetup) => void;
}

const transports: readonly (readonly [value: string, title: string])[] = [
  ['', 'as in the settings'],
  ['json', 'JSON'],
  ['cef', 'CEF'],
  ['both', 'JSON and CEF'],
];

/**
 * @param chooseEngine lets the user choose an engine.
 * @param report lets the user save a report.
 * @param changed takes what the user has chosen.
 */
export function setupBar(
  first: PageSetup,
  chooseEngine: () => void,
  report: () => void,
  changed: (setup: PageSetup) => void,
): SetupBar {
  let setup = first;
  const transport = element(
    'select',
    {},
    ...transports.map(([value, title]) => element('option', { value }, title)),
  );
  transport.addEventListener('change', () => {
    const { transport: _, ...rest } = setup;
    const chosen = transport.value as NonNullable<PageSetup['transport']> | '';
    changed(chosen === '' ? rest : { ...rest, transport: chosen });
  });
  const engine = button('', { class: 'engine' }, chooseEngine);
  const assumed = assumedInput((values) => changed({ ...setup, assumed: values }));
  const summary = element('summary', {});
  const controls = element(
    'div',
    { class: 'setup', role: 'group', 'aria-label': 'What is replayed' },
    element('label', {}, 'Sent ', transport),
    engine,
    assumed.root,
    button('Export…', {}, report),
  );
  const root = element('details', { class: 'choices' }, summary, controls);
  const render = (next: PageSetup) => {
    setup = next;
    summary.textContent = summaryText(next);
    transport.value = next.transport ?? '';
    engine.textContent =
      next.engineVersion === undefined ? 'Engine as in the settings' : `Engine ${next.engineVersion}`;
    assumed.render(next.assumed ?? []);
  };
  render(first);
  return { root, render };
}

/** A line of `field = value`, with commas between; what is no such pair is marked and left out. */
function assumedInput(changed: (assumed: Assumed) => void) {
  const input = element('input', {
    type: 'text',
    placeholder: 'evt.type = openat, fd.num = 3',
    spellcheck: 'false',
  });
  const root = element('label', { class: 'assumed' }, 'What if ', input);
  input.title = 'Values for fields that an alert does not carry: field = value, with commas between';
  input.addEventListener('change', () => changed(readAssumed(input.value)));
  input.addEventListener('input', () => {
    const isWhole = readAssumed(input.value).length === pairsIn(input.value).length;
    input.setAttribute('aria-invalid', String(!isWhole));
  });
  const render = (assumed: Assumed) => {
    if (document.activeElement !== input)
      input.value = assumed.map(({ field, value }) => `${field} = ${value}`).join(', ');
  };
  return { root, render };
}

/** What is chosen, for those who do not look at each control. */
function summaryText({ transport, engineVersion, assumed = [] }: PageSetup): string {
  const sent = transports.find(([value]) => value === transport)?.[1];
  const chosen = [
    ...(sent === undefined ? [] : [`sent as ${sent}`]),
    ...(engineVersion === undefined ? [] : [`engine ${engineVersion}`]),
    ...(assumed.length === 0 ? [] : [`${assumed.length} assumed`]),
  ];
  return chosen.length === 0 ? 'Options and export' : `Options and export: ${chosen.join(', ')}`;
}
