import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AlertSearch } from '../../client/webview/replay/alert-search.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A server that looks at two alerts at a time: a word is in the alerts whose text holds it. */
function searchIn(texts: readonly string[]) {
  const asked: string[] = [];
  const search = new AlertSearch(
    async (words, from) => {
      asked.push(`${words.join(' ')} from ${from}`);
      const to = Math.min(from + 2, texts.length);
      const found = words.map((word) =>
        [...texts.keys()].filter((i) => i >= from && i < to && texts[i]!.includes(word)),
      );
      return { to, found };
    },
    () => {},
  );
  const held = (word: string) => [...texts.keys()].filter((i) => search.holds(word, i));
  return { search, asked, held };
}

it('goes through all alerts, once nobody types', async () => {
  const { search, asked, held } = searchIn(['nc', 'sh', 'ncat', 'ls', 'nc']);
  search.want(['n'], 5);
  search.want(['nc'], 5);
  expect(search.isSearching).toBe(true);
  await vi.runAllTimersAsync();
  expect(asked).toEqual(['nc from 0', 'nc from 2', 'nc from 4']);
  expect(held('nc')).toEqual([0, 2, 4]);
  expect(search.isSearching).toBe(false);
});

it('looks only for what it does not know yet', async () => {
  const { search, asked, held } = searchIn(['nc', 'sh']);
  search.want(['nc'], 2);
  await vi.runAllTimersAsync();
  search.want(['nc', 'sh'], 2);
  await vi.runAllTimersAsync();
  expect(asked).toEqual(['nc from 0', 'sh from 0']);
  expect(held('nc')).toEqual([0]);
  search.want(['sh'], 2);
  expect(held('nc')).toEqual([]);
});

it('goes on where alerts come in', async () => {
  const texts = ['nc', 'sh'];
  const { search, asked, held } = searchIn(texts);
  search.want(['nc'], 2);
  await vi.runAllTimersAsync();
  texts.push('nc');
  search.want(['nc'], 3);
  await vi.runAllTimersAsync();
  expect(asked).toEqual(['nc from 0', 'nc from 2']);
  expect(held('nc')).toEqual([0, 2]);
});

it('forgets what it knows of other alerts, and an answer about them', async () => {
  const { search, held } = searchIn(['nc', 'sh']);
  search.want(['nc'], 2);
  await vi.advanceTimersToNextTimerAsync();
  search.forget();
  expect(held('nc')).toEqual([]);
  search.want(['sh'], 2);
  await vi.runAllTimersAsync();
  expect(held('sh')).toEqual([1]);
});

it('keeps what it knows until an edited alert was looked at again', async () => {
  const texts = ['nc', 'sh'];
  const { search, held } = searchIn(texts);
  search.want(['nc'], 2);
  await vi.runAllTimersAsync();
  texts[0] = 'zsh';
  search.lookAgain();
  search.want(['nc'], 2);
  expect(held('nc')).toEqual([0]);
  await vi.runAllTimersAsync();
  expect(held('nc')).toEqual([]);
});
