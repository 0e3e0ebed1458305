/** A rule that gets a file of its own. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * The names of rules' files by their ids, without an ending: the words of a name in small letters, joined by
 * hyphens. Where several rules would get the same, or no letter is left, a part of the id makes it its own.
 */
export function fileNames(rules: readonly Named[]): ReadonlyMap<string, string> {
  const count = new Map<string, number>();
  for (const { name } of rules) count.set(wordsOf(name), (count.get(wordsOf(name)) ?? 0) + 1);
  return new Map(
    rules.map(({ id, name }) => {
      const words = wordsOf(name);
      if (words !== '' && count.get(words) === 1) return [id, words];
      return [id, [words, id.slice(0, 8)].filter((part) => part !== '').join('-')];
    }),
  );
}

function wordsOf(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join('-').slice(0, 80).replace(/-$/, '');
}
