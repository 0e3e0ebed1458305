import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cutItems } from '../../server/src/yaml/cut.ts';
import { parseAnyYaml } from '../../server/src/yaml/parse.ts';
import { readPlainYaml } from '../../server/src/yaml/plain-yaml.ts';
import { factsAvailable, factsFolder } from '../support/facts.ts';
import fc from '../support/properties.ts';

/** True where a text is read; it must be read as the library reads it. */
function isRead(text: string): boolean {
  const node = readPlainYaml(text);
  if (node !== undefined) expect({ documents: [node], problems: [] }, text).toEqual(parseAnyYaml(text));
  return node !== undefined;
}

const rule = `- rule: Shell in a container
  desc: >
    Somebody opened a shell
    in a container.
  # why
  condition: (spawned and proc.name in (shells)
    and not known)
  output: shell (user=%user.name, "x")
  tags: [T1059, 'it''s', "a, b",
    mitre_execution
  ]
  exceptions:
  - name: known
    fields: [proc.name, fd.name]
    values:
      - [a, b]   # first
      - [c, [d, e]]

  enabled: true # for now
`;

describe('readPlainYaml', () => {
  it.each([
    '- macro: m\n  condition: a and b\n',
    '- list: l\n  items: []\n',
    '- list: l\n  items:\n    - a\n    - a 규칙\n\n# next\n',
    '  - macro: m\n    condition: |-\n      a\n\n      and b\n\n\n',
    '- macro: m\n  condition: >\n    a\n      more\n    b\n',
    '- macro: m\n  condition:\n    a = /etc/#x:y\n    and b\n',
    '- a: ~\n- b: null',
    '- [a, b]\n- c\n',
  ])('reads %j', (text) => {
    expect(isRead(text)).toBe(true);
  });

  it.each([
    'a: 1\n',
    '- a:\n  b: 1\n',
    '- a: &x 1\n',
    '- a: !t 1\n',
    '- a: {b: 1}\n',
    '- a: "\\n"\n',
    '- a: "x\n    y"\n',
    '- a: b: c\n',
    '-\ta: 1\n',
    '- a: 1\r\n',
    '- a: 1\n   b: 1\n',
    '- a: 1\n  # the end\n',
    '- a: >2\n    x\n',
    '- a: |+\n    x\n',
    '- ? a\n  : 1\n',
    '- a: 😀\n',
    '- a: [b\n',
  ])('leaves %j to the library', (text) => {
    expect(isRead(text)).toBe(false);
  });

  const word = fc.constantFrom(
    ...[
      '\n',
      ' ',
      '  ',
      '\n  ',
      '\n    ',
      '#',
      ' #',
      ':',
      ': ',
      '- ',
      '[',
      ']',
      ',',
      '"',
      "'",
      '>',
      '|',
      '-',
    ],
    ...['&', '*', '!', '{', '%', '@', 'a', 'a: ', '? ', '---', '~', '<<: ', '\\', '+', "''", '한', '\t'],
  );
  const edit = fc.record({ place: fc.double({ min: 0, max: 1, noNaN: true }), removed: fc.nat(5), word });

  it('reads as the library does, or not at all, whatever is put into a rule', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 3 }), (edits) => {
        isRead(
          edits.reduce((text, { place, removed, word: put }) => {
            const at = Math.floor(place * text.length);
            return text.slice(0, at) + put + text.slice(at + removed);
          }, rule),
        );
      }),
      { numRuns: 2000, seed: 3 },
    );
  });

  it('takes time in proportion to the text', () => {
    expect(isRead(`- list: l\n  items: [${'a, '.repeat(50_000)}b]\n`)).toBe(true);
  });

  it.runIf(factsAvailable('plain YAML of the corpus'))('reads the corpus as the library does', () => {
    const folder = join(factsFolder()!, 'corpus');
    const names = readdirSync(folder, { recursive: true }).map(String);
    const pieces = names
      .filter((name) => /\.ya?ml$/.test(name))
      .flatMap((name) => cutItems(readFileSync(join(folder, name), 'utf8'))?.pieces ?? []);
    const read = pieces.filter(({ text }) => isRead(text)).length;
    console.log(`plain YAML: ${read} of ${pieces.length} items of the corpus, all as the library reads them`);
    expect(read / pieces.length).toBeGreaterThan(0.99);
  });
});
