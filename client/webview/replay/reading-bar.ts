import type { ReplayCounted, ReplayNews, ReplayProgress } from '../../../server/src/protocol.ts';
import { button, element, setAttributes } from '../element.ts';
import { verdictWords } from './verdict.ts';

/** How far the alerts were read, and what is only counted of them. */
export interface ReadingBar {
  readonly root: HTMLElement;
  readonly take: (news: Pick<ReplayNews, 'reading' | 'counted' | 'done'>) => void;
  /** Other alerts from now on. */
  readonly clear: () => void;
}

/**
 * @param stop ends the reading.
 * @param again reads and replays the same alerts once more.
 */
export function readingBar(stop: () => void, again: () => void): ReadingBar {
  const bar = element('progress', { 'aria-label': 'Alerts read', max: '1' });
  const running = element('span', {}, bar, button('Stop Reading', {}, stop));
  const failure = element('span', { role: 'alert', class: 'failure' });
  const counted = element('details', { class: 'oddities' });
  const replay = button('Replay Again', {}, again);
  const root = element('div', { class: 'reading', hidden: true }, running, failure, replay, counted);
  return {
    root,
    take: (news) => {
      const { reading, done } = news;
      const part = partRead(reading);
      if (part === undefined) bar.removeAttribute('value');
      else bar.value = part;
      setAttributes(running, { hidden: done });
      failure.textContent = reading.failure ?? '';
      setAttributes(replay, { hidden: !done || news.counted?.isOutdated !== true });
      renderCounted(counted, news.counted);
      setAttributes(root, { hidden: done && reading.failure === undefined && news.counted === undefined });
    },
    clear: () => setAttributes(root, { hidden: true }),
  };
}

/** From 0 to 1; undefined where nobody knows. */
function partRead({ bytes, total }: ReplayProgress): number | undefined {
  return total === undefined || total === 0 ? undefined : bytes / total;
}

function renderCounted(root: HTMLElement, counted: ReplayCounted | undefined): void {
  setAttributes(root, { hidden: counted === undefined });
  if (counted === undefined) return;
  const shown = `${counted.alerts} ${counted.isOutdated}`;
  if (root.dataset.shown === shown) return;
  root.dataset.shown = shown;
  const items = counted.rules.map(({ rule = 'Without a rule', verdict, alerts }) =>
    element('li', {}, `${rule}: ${verdictWords(verdict).words}: ${alerts.toLocaleString('en')}`),
  );
  root.replaceChildren(element('summary', {}, countedText(counted)), element('ul', {}, ...items));
}

/** What is said of alerts that are not listed. */
export function countedText({ alerts, isOutdated }: ReplayCounted): string {
  const words = `${alerts.toLocaleString('en')} more alerts were counted but are not listed`;
  return isOutdated ? `${words}; the rules have changed since` : words;
}
