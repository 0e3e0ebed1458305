import { describe, expect, it } from 'vitest';
import { semanticTokens } from '../../server/src/features/semantic-tokens.ts';
import { question } from './question.ts';

/** The tokens of a file, each as `kind text`. */
function tokens(text: string): string[] {
  const { snapshot, file } = question(text);
  return semanticTokens(snapshot, file).map(
    ({ kind, span }) => `${kind} ${file.text.slice(span.start, span.end)}`,
  );
}

/** The tokens of a condition. */
function inCondition(condition: string): string[] {
  return tokens(`- list: shells\n  items: [a]\n- macro: m\n  condition: ${condition}\n`);
}

describe('semantic tokens', () => {
  it.each([
    ['proc.name = bash', ['field proc.name', 'operator =', 'value bash']],
    ['mine and not (other)', ['macro mine', 'word and', 'word not', 'macro other']],
    [
      'proc.name in (shells, "a b", 7)',
      ['field proc.name', 'operator in', 'list shells', 'string "a b"', 'number 7'],
    ],
    ['proc.name in (shells)', ['field proc.name', 'operator in', 'list shells']],
    ['proc.aname[2] exists', ['field proc.aname', 'value 2', 'operator exists']],
    [
      'tolower(proc.name) = val(proc.pname)',
      ['transformer tolower', 'field proc.name', 'operator =', 'transformer val', 'field proc.pname'],
    ],
    ['proc.name startswith anyof (a)', ['field proc.name', 'operator startswith anyof', 'value a']],
    ['proc.name = and_more or x', ['field proc.name', 'operator =', 'value and_more', 'word or', 'macro x']],
    ['"proc.name = \'a b\'"', ['field proc.name', 'operator =', "string 'a b'"]],
    ['>\n    mine\n    or other', ['macro mine', 'word or', 'macro other']],
    ['>\n    proc.name = "a\n    b"', ['field proc.name', 'operator =', 'string "a', 'string b"']],
  ])('%s', (condition, expected) => {
    expect(inCondition(condition)).toEqual(expected);
  });

  it.each([
    ['output: a %proc.name (%evt.arg.flags) %nothing', ['field %proc.name', 'field %evt.arg.flags']],
    ['output: >\n    a\n    %proc.name b', ['field %proc.name']],
    ['output: "é %toupper(proc.name)"', ['field %toupper(proc.name)']],
  ])('%s', (output, expected) => {
    expect(tokens(`- rule: r\n  ${output}\n`)).toEqual(expected);
  });

  it('knows the source of a rule', () => {
    expect(tokens('- rule: r\n  source: nowhere\n  output: "%proc.name"\n')).toEqual(['field %proc.name']);
  });
});
