import { expect, it } from 'vitest';
import { excerpt } from '../../server/src/cli/report/excerpt.ts';

/** The two lines for the stretch between `<|` and `|>`; a bar at the end shows trailing blanks. */
function shown(marked: string, columns?: number): string[] {
  const start = marked.indexOf('<|');
  const end = marked.indexOf('|>') - 2;
  const { line, carets } = excerpt(marked.replace('<|', '').replace('|>', ''), start, end, columns);
  return [line, carets];
}

it.each([
  ['plain', 'a <|bc|> d', 'a bc d', '  ^^'],
  ['at the end of a line', 'abc<||>', 'abc', '   ^'],
  ['an empty line', '<||>', '', '^'],
  ['a tab before', '\t<|x|>', '    x', '    ^'],
  ['a tab after other characters', 'ab\t<|x|>', 'ab  x', '    ^'],
  ['a tab inside', 'a<|\t|>b', 'a   b', ' ^^^'],
  ['wide characters before', '日本 <|x|>', '日本 x', '     ^'],
  ['wide characters inside', '<|日本|>', '日本', '^^^^'],
  ['an emoji', '🦅 <|x|>', '🦅 x', '   ^'],
  ['an emoji of several characters', '👩‍💻<|x|>', '👩‍💻x', '  ^'],
  ['a combining accent', 'e\u0301<|x|>', 'e\u0301x', ' ^'],
  ['an escape sequence', '\u001b[31m<|x|>', '␛[31mx', '     ^'],
  ['a change of direction', '\u202e<|x|>', '\ufffdx', ' ^'],
])('%s', (_name, marked, line, carets) => {
  expect(shown(marked)).toEqual([line, carets]);
});

it('puts carets up to the end of the line where the stretch goes on', () => {
  expect(excerpt('abc', 1, 100)).toEqual({ line: 'abc', carets: ' ^^' });
});

it('cuts long lines round the stretch', () => {
  const [line, carets] = shown(`${'a'.repeat(70_000)}<|bc|>${'d'.repeat(70_000)}`, 20);
  expect(line).toBe(`…${'a'.repeat(10)}bc${'d'.repeat(8)}…`);
  expect(carets).toBe(`${' '.repeat(11)}^^`);
});

it('does not part a character outside the basic plane', () => {
  const [line] = shown(`${'🦅'.repeat(50)}<|x|>${'🦅'.repeat(50)}`, 21);
  expect(line).toBe(`…${'🦅'.repeat(5)}x${'🦅'.repeat(5)}…`);
});
