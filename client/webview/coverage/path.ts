import type { CoveragePath, CoverageShown, CoverageStep, FileRange } from '../../../server/src/protocol.ts';
import { button, element, setAttributes } from '../element.ts';
import { timeline } from './timeline.ts';
import { counted } from './words.ts';

/** Paths that are drawn; the rest is only counted. */
const mostPaths = 50;

/** The way of the alerts through the tactics, place by place: a picture, and the same as a table. */
export function pathView(shown: CoverageShown, open: (place: FileRange) => void): readonly HTMLElement[] {
  const { paths, leftOut, alerts } = shown;
  if (alerts === 0) {
    const hint =
      'Choose alerts to see how they go through the tactics, host by host and container by container.';
    return [element('p', { class: 'faint' }, hint)];
  }
  const sections = paths.slice(0, mostPaths).map((path) => pathSection(path, shown, open));
  const rest = [
    ...(paths.length > mostPaths ? [`${counted(paths.length - mostPaths, 'further place')} not shown.`] : []),
    ...(leftOut > 0 ? [`${counted(leftOut, 'alert')} of further rules or places not told apart.`] : []),
  ];
  return [...sections, ...rest.map((text) => element('p', { class: 'faint' }, text))];
}

function pathSection(
  path: CoveragePath,
  shown: CoverageShown,
  open: (place: FileRange) => void,
): HTMLElement {
  const where = [path.host, path.container].filter((each) => each !== undefined).join(', ') || 'No host';
  const titles = path.tactics.map((name) => titleOf(name, shown));
  const rows = path.steps.map((step) => stepRow(step, shown, open));
  const head = ['First alert', 'Tactics', 'Techniques', 'Rule', 'Alerts'].map((text) =>
    element('th', { scope: 'col' }, text),
  );
  const table = element('table', { class: 'steps', 'aria-label': `Steps at ${where}` });
  table.append(element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows));
  return element(
    'section',
    { class: 'path' },
    element('h2', {}, where),
    element('p', {}, titles.length === 0 ? 'No tactic is known.' : titles.join(' → ')),
    ...picture(path, shown, where),
    element('div', { class: 'scroller' }, table),
  );
}

function titleOf(tactic: string, { tactics }: CoverageShown): string {
  return tactics.find(({ name }) => name === tactic)?.title ?? tactic;
}

function stepRow(step: CoverageStep, shown: CoverageShown, open: (place: FileRange) => void): HTMLElement {
  const { first, tactics, techniques, rule, count, place } = step;
  const link = place === undefined ? rule : button(rule, { class: 'link' }, () => open(place));
  const cells = [
    first === undefined ? 'no time' : timeText(first),
    tactics.map((name) => titleOf(name, shown)).join(', '),
    techniques.join(', '),
    link,
    count.toLocaleString('en'),
  ];
  return element('tr', {}, ...cells.map((cell) => element('td', {}, cell)));
}

function timeText(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '');
}

// ---- the picture ---------------------------------------------------------------------------------------------

const labelWidth = 150;
const width = 720;
const rowHeight = 22;
const margin = 14;

function picture(path: CoveragePath, { tactics }: CoverageShown, where: string): Element[] {
  const { rows, dots, from, to } = timeline(path, tactics);
  if (dots.length < 2 || from === undefined || to === undefined) return [];
  const height = rows.length * rowHeight + 24;
  const label = `Timeline of ${where}: ${timeText(from)} to ${timeText(to)}; the table below says the same`;
  const made = svg('svg', {
    role: 'img',
    'aria-label': label,
    class: 'timeline',
    viewBox: `0 0 ${width} ${height}`,
  });
  const xOf = (x: number) => labelWidth + margin + x * (width - labelWidth - 2 * margin);
  const yOf = (row: number) => row * rowHeight + rowHeight / 2;
  for (const [row, title] of rows.entries()) {
    const y = yOf(row);
    made.append(
      svg('text', { x: 0, y: y + 4 }, title),
      svg('line', { x1: labelWidth, x2: width, y1: y, y2: y, class: 'rail' }),
    );
  }
  const points = dots.map(({ x, row }) => `${xOf(x).toFixed(1)},${yOf(row)}`);
  made.append(svg('polyline', { points: points.join(' '), class: 'way' }));
  for (const { x, row, step } of dots) {
    const { rule, count, first } = path.steps[step]!;
    const dot = svg('circle', { cx: xOf(x).toFixed(1), cy: yOf(row), r: 5, class: 'dot' });
    dot.append(svg('title', {}, `${rule}, ${counted(count, 'alert')}, ${timeText(first!)}`));
    made.append(dot);
  }
  const y = height - 6;
  made.append(
    svg('text', { x: labelWidth, y, class: 'axis' }, timeText(from)),
    svg('text', { x: width, y, class: 'axis', 'text-anchor': 'end' }, timeText(to)),
  );
  return [made];
}

function svg(tag: string, attributes: Readonly<Record<string, string | number>>, text?: string): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(made, attributes);
  if (text !== undefined) made.textContent = text;
  return made;
}
