import type { CoverageChoice, CoverageShown } from '../../../server/src/protocol.ts';
import { button, element } from '../element.ts';
import { type Shade, shades } from './matrix-rows.ts';
import { counted } from './words.ts';

/** What the user chooses above the views. */
export interface Choices {
  readonly filter: CoverageChoice;
  readonly shade: Shade;
  readonly withUncovered: boolean;
}

/** The controls above the views. */
export interface Controls {
  readonly root: HTMLElement;
  readonly render: (shown: CoverageShown | undefined, alerts: string | undefined, failure: string) => void;
}

/** What the buttons do. */
export interface Actions {
  readonly choose: () => void;
  readonly replay: () => void;
  readonly exportLayer: () => void;
}

/** @param changed called with what the user has chosen. */
export function controls(
  choices: Choices,
  changed: (choices: Choices) => void,
  { choose, replay, exportLayer }: Actions,
): Controls {
  let now = choices;
  const change = (part: Partial<Choices>) => {
    now = { ...now, ...part };
    changed(now);
  };
  const filter = (part: CoverageChoice) => change({ filter: { ...now.filter, ...part } });
  const maturity = select('Maturity', (value) => filter({ maturity: value === '' ? undefined : value }));
  const source = select('Source', (value) => filter({ source: value === '' ? undefined : value }));
  const shade = select('Shade by', (value) => change({ shade: value as Shade }));
  shade.fill(
    shades.map((each) => [each, each]),
    now.shade,
  );
  const summary = element('p', { role: 'status', class: 'status' });
  const failed = element('p', { role: 'alert', class: 'failure' });
  const first = element('div', { class: 'bar' });
  first.append(
    button('Choose Alerts…', { class: 'primary' }, choose),
    button('Alerts of the Replay', { title: 'Counts the alerts that the replay panel lists' }, replay),
    button('Export Navigator Layer…', {}, exportLayer),
    summary,
  );
  const second = element('div', { class: 'bar' });
  const projects = check('All projects', now.filter.allProjects === true, (on) =>
    filter({ allProjects: on }),
  );
  second.append(
    projects,
    check('Switched on only', now.filter.enabled === true, (on) => filter({ enabled: on })),
    maturity.root,
    source.root,
    shade.root,
    check('Techniques with nothing', now.withUncovered, (on) => change({ withUncovered: on })),
  );
  const render: Controls['render'] = (shown, alerts, failure) => {
    failed.textContent = failure;
    if (shown === undefined) return;
    summary.textContent = summaryText(shown, alerts);
    projects.hidden = shown.projects < 2;
    const levels = [...shown.maturities, 'none'].map((each) => [each, each] as const);
    maturity.fill([['', 'all'], ...levels], now.filter.maturity ?? '');
    source.fill(
      [['', 'all'], ...shown.sources.map((each) => [each, each] as const)],
      now.filter.source ?? '',
    );
  };
  const title = element('h1', {}, 'MITRE ATT&CK coverage');
  return { root: element('header', { class: 'controls' }, title, first, failed, second), render };
}

function summaryText(
  { version, techniques, tactics, gaps, ...counts }: CoverageShown,
  alerts?: string,
): string {
  const here = tactics.length - gaps.tactics.length;
  const by = `${counted(counts.rules, 'rule')} and ${counted(counts.detections, 'detection')}`;
  const what = `ATT&CK ${version}: ${counted(techniques, 'technique')} in ${here} of ${tactics.length} tactics by ${by}`;
  return alerts === undefined ? what : `${what}; ${counted(counts.alerts, 'alert')} from ${alerts}`;
}

function check(label: string, isOn: boolean, change: (on: boolean) => void): HTMLElement {
  const input = element('input', { type: 'checkbox', checked: isOn });
  input.addEventListener('change', () => change(input.checked));
  return element('label', {}, input, label);
}

/** A list to choose from; it is filled anew only where the choices are others. */
function select(label: string, change: (value: string) => void) {
  const input = element('select');
  input.addEventListener('change', () => change(input.value));
  const root = element('label', {}, label, input);
  let filled = '';
  const fill = (options: readonly (readonly [value: string, text: string])[], chosen: string) => {
    const key = JSON.stringify(options);
    if (key !== filled) {
      filled = key;
      input.replaceChildren(...options.map(([value, text]) => element('option', { value }, text)));
    }
    input.value = chosen;
  };
  return { root, fill };
}
