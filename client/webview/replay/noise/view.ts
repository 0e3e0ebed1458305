import type {
  NoiseCluster,
  NoiseOverTime,
  NoiseShown,
  NoiseSilence,
  NoiseTalker,
} from '../../../../server/src/protocol.ts';
import { button, element, setAttributes } from '../../element.ts';
import { shortened } from '../../shortened.ts';
import { barsOf } from './bars.ts';
import { byteWords, costOf, spanWords } from './cost.ts';

/** What the view asks of its surroundings. */
export interface NoiseHost {
  /** What was counted so far; null where there are no alerts. */
  readonly ask: () => Promise<NoiseShown | null>;
  readonly silence: (cluster: number) => Promise<NoiseSilence | { readonly reason: string } | null>;
  readonly apply: (edits: NoiseSilence['edits']) => void;
}

/** How loud the alerts are, and what they cost. */
export interface NoiseView {
  readonly root: HTMLElement;
  /** Asks for what there is, and goes on until all is counted; earlier questions are forgotten. */
  readonly refresh: (pricePerGb: number) => Promise<void>;
}

type Dimension = keyof NoiseShown['talkers'];
const dimensions: readonly (readonly [Dimension, string])[] = [
  ['rule', 'Rules'],
  ['host', 'Hosts'],
  ['container', 'Pods and containers'],
];

/** Makes the view; it shows nothing before it is refreshed. */
export function noiseView(host: NoiseHost): NoiseView {
  const root = element('div', { class: 'noise' });
  let question = 0;
  const refresh = async (pricePerGb: number) => {
    const mine = ++question;
    for (let counted = -1; ; ) {
      const shown = await host.ask();
      if (mine !== question || shown === null) return;
      root.replaceChildren(...content(shown, pricePerGb, host));
      // Alerts that still come in bring a refresh of their own.
      if (shown.done || shown.alerts === counted) return;
      counted = shown.alerts;
    }
  };
  return { root, refresh };
}

function content(shown: NoiseShown, pricePerGb: number, host: NoiseHost): HTMLElement[] {
  const progress = shown.done ? '' : ' counted so far';
  const untimed = shown.withoutTime > 0 ? `, ${number(shown.withoutTime)} without a time` : '';
  const summary = `${number(shown.alerts)} alerts${progress} over ${spanWords(shown.span)}${untimed}`;
  return [
    element('p', { role: 'status' }, summary),
    ...beyondNote(shown.beyond),
    part('Alerts over time', chart(shown.over, 'All alerts over time'), timeTable(shown.over)),
    part('What Sentinel would ingest', costTable(shown, pricePerGb), costNote(shown, pricePerGb)),
    ...dimensions.map(([dimension, title]) => talkerPart(dimension, title, shown, pricePerGb)),
    part('Exceptions for the loudest', clusterNote(), clusterList(shown.clusters, host)),
  ];
}

/** What is to be said of alerts that are counted but not listed. */
function beyondNote(beyond: number): HTMLElement[] {
  if (beyond === 0) return [];
  const words = `${number(beyond)} of them are not listed: their sizes are those of similar alerts of the same rule, and exceptions are held against the listed ones.`;
  return [element('p', { class: 'faint' }, words)];
}

function part(title: string, ...children: readonly HTMLElement[]): HTMLElement {
  return element('section', {}, element('h2', {}, title), ...children);
}

// ---- charts --------------------------------------------------------------------------------------------------

const [chartWidth, chartHeight] = [600, 80];

function chart(over: NoiseOverTime, label: string, most = Math.max(1, ...over.counts)): HTMLElement {
  const words = `${label}: ${spanWords(over.width)} a bar, at most ${number(most)}`;
  const made = svg('svg', {
    role: 'img',
    'aria-label': words,
    class: 'chart',
    viewBox: `0 0 ${chartWidth} ${chartHeight}`,
    preserveAspectRatio: 'none',
  });
  for (const { x, width, height, count, from } of barsOf(over, most)) {
    const bar = svg('rect', {
      x: (x * chartWidth).toFixed(2),
      width: Math.max(1, width * chartWidth - 1).toFixed(2),
      y: ((1 - height) * chartHeight).toFixed(2),
      height: (height * chartHeight).toFixed(2),
    });
    bar.append(svg('title', {}, `${timeText(from)}: ${number(count)}`));
    made.append(bar);
  }
  const figure = element('div', { class: 'figure' });
  figure.append(made);
  return figure;
}

/** The same as the chart, for those who do not see it. */
function timeTable(over: NoiseOverTime): HTMLElement {
  const rows = barsOf(over, 1).map(({ from, count }) => [timeText(from), number(count)]);
  return element(
    'details',
    {},
    element('summary', {}, `As a table: ${spanWords(over.width)} a row`),
    table('Alerts over time', ['From', 'Alerts'], rows),
  );
}

function timeText(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('.000Z', '');
}

function svg(tag: string, attributes: Readonly<Record<string, string>>, text?: string): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(made, attributes);
  if (text !== undefined) made.textContent = text;
  return made;
}

// ---- cost ----------------------------------------------------------------------------------------------------

function costTable({ bytes, span }: NoiseShown, pricePerGb: number): HTMLElement {
  const row = (name: string, size: number) => {
    const { bytesPerDay, pricePerDay } = costOf(size, span, pricePerGb);
    return [
      name,
      byteWords(size),
      bytesPerDay === undefined ? 'too short a span' : byteWords(bytesPerDay),
      pricePerDay === undefined ? '–' : money(pricePerDay),
    ];
  };
  const rows = [row('JSON (Syslog)', bytes.json), row('CEF (CommonSecurityLog)', bytes.cef)];
  return table('Ingestion by transport', ['Transport', 'These alerts', 'A day', 'Price a day'], rows);
}

function costNote({ cefNote }: NoiseShown, pricePerGb: number): HTMLElement {
  const price =
    pricePerGb > 0
      ? `The price is ${pricePerGb} per GB of 10⁹ bytes, as the setting falcoWorkbench.sentinel.pricePerGb says.`
      : 'Set falcoWorkbench.sentinel.pricePerGb to see a price.';
  return element(
    'p',
    { class: 'faint' },
    `An estimate: Azure bills the texts of all values that a row has, but for Type and columns that begin with _. A day is these alerts, stretched from their own span. ${cefNote} ${price}`,
  );
}

// ---- the loudest ---------------------------------------------------------------------------------------------

function talkerPart(
  dimension: Dimension,
  title: string,
  { talkers, different, span, alerts }: NoiseShown,
  pricePerGb: number,
): HTMLElement {
  const all = talkers[dimension];
  const most = Math.max(1, ...all.flatMap(({ over }) => over.counts));
  const rows = all.map((talker) => talkerRow(talker, { most, span, alerts, pricePerGb, title }));
  const head = [title, 'Alerts', 'Share', 'JSON a day', 'Over time'];
  const heading = `${title} (${number(different[dimension])})`;
  return part(
    heading,
    rows.length === 0 ? element('p', { class: 'faint' }, 'None.') : table(title, head, rows),
  );
}

interface TalkerContext {
  readonly most: number;
  readonly span: number;
  readonly alerts: number;
  readonly pricePerGb: number;
  readonly title: string;
}

function talkerRow(
  { value: whole, count, bytes, over }: NoiseTalker,
  context: TalkerContext,
): (string | HTMLElement)[] {
  const value = shortened(whole);
  const { bytesPerDay, pricePerDay } = costOf(bytes.json, context.span, context.pricePerGb);
  const perDay = bytesPerDay === undefined ? '–' : byteWords(bytesPerDay);
  const share = (count / Math.max(1, context.alerts)).toLocaleString('en', {
    style: 'percent',
    maximumFractionDigits: 1,
  });
  return [
    value,
    number(count),
    share,
    pricePerDay === undefined ? perDay : `${perDay}, ${money(pricePerDay)}`,
    chart(over, `${value} over time`, context.most),
  ];
}

function table(
  label: string,
  head: readonly string[],
  rows: readonly (readonly (string | HTMLElement)[])[],
): HTMLElement {
  const columns = head.map((text) => element('th', { scope: 'col' }, text));
  const body = rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell))));
  return element(
    'table',
    { 'aria-label': label },
    element('thead', {}, element('tr', {}, ...columns)),
    element('tbody', {}, ...body),
  );
}

// ---- exceptions ----------------------------------------------------------------------------------------------

function clusterNote(): HTMLElement {
  return element(
    'p',
    { class: 'faint' },
    'Alerts of one rule with the same values. An exception hides what has these values for good, attacks too: look at what else it would hide before you add it.',
  );
}

function clusterList(clusters: readonly NoiseCluster[], host: NoiseHost): HTMLElement {
  const items = clusters.map((cluster) => {
    const values = cluster.fields.map(([name, value]) => `${name} = ${shortened(value)}`).join(', ');
    const rule = shortened(cluster.rule);
    const result = element('div', { role: 'status', class: 'silence' });
    const label = `What would an exception silence? ${rule}, ${values}`;
    const ask = button('What would an exception silence?', { 'aria-label': label }, async () => {
      result.replaceChildren('Holding every alert against the rules …');
      const answer = await host.silence(cluster.id);
      result.replaceChildren(...silenceWords(answer, cluster, host));
    });
    const words = element('span', {}, `${number(cluster.count)} alerts of ${rule}: ${values}`);
    return element('li', {}, words, ask, result);
  });
  return items.length === 0
    ? element('p', { class: 'faint' }, 'No two alerts of a rule have the same values.')
    : element('ul', { class: 'clusters' }, ...items);
}

function silenceWords(
  answer: NoiseSilence | { readonly reason: string } | null,
  { rule }: NoiseCluster,
  host: NoiseHost,
): (HTMLElement | string)[] {
  if (answer === null) return ['The alerts are no longer here.'];
  if ('reason' in answer) return [answer.reason];
  const { alerts, silenced, beyond, differing, edits } = answer;
  const others = beyond > 0 ? `, ${number(beyond)} of them with other values` : '';
  const lines = differing.map(({ field, values, more }) =>
    element('li', {}, `whatever ${field} is: ${values.map(shortened).join(', ')}${more ? ' and more' : ''}`),
  );
  const hides = lines.length === 0 ? [] : [element('p', {}, 'It hides them'), element('ul', {}, ...lines)];
  return [
    element(
      'p',
      {},
      `It silences ${number(silenced)} of ${number(alerts)} alerts of ${shortened(rule)}${others}.`,
    ),
    ...hides,
    button('Add the Exception…', { class: 'primary' }, () => host.apply(edits)),
  ];
}

function number(count: number): string {
  return count.toLocaleString('en');
}

function money(amount: number): string {
  return amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
