import { describe, expect, it } from 'vitest';
import { fixed, found } from './found.ts';

/** A rule whose condition is written in one of YAML's ways. */
const rule = (condition: string) =>
  `- rule: R\n  desc: d\n  condition: ${condition}\n  output: x %proc.name %user.name\n  priority: ERROR\n  tags: [a]\n`;

const macro = '- macro: shell\n  condition: proc.name = bash\n';
const list = '- list: shells\n  items: [bash, sh]\n';

describe('places of findings in the file', () => {
  it.each([
    ['folded', '>\n    evt.type = open\n    and proc.name in (my_list)'],
    ['literal', '|\n    evt.type = open\n    and proc.name in (my_list)'],
    ['double quoted', '"evt.type = open and fd.name != \\"a\\" and proc.name in (my_list)"'],
    ['single quoted', "'evt.type = open and fd.name != ''a'' and proc.name in (my_list)'"],
    ['plain, on two lines', 'evt.type = open\n    and proc.name in (my_list)'],
  ])('of a name in a %s condition', (_style, condition) => {
    expect(found('undefined-list', rule(condition))).toEqual(['my_list']);
  });

  it('of a check after a list that is put in', () => {
    const condition = '>\n    proc.name in (shells) and\n    evt.type = open and\n    evt.type = close';
    expect(found('never-holds', rule(condition) + list)).toEqual(['evt.type = close']);
  });

  it('of a check over two lines of a folded condition', () => {
    const condition =
      '>\n    evt.type = open and proc.name\n    = a and proc.name = b and proc.name\n    = a';
    expect(found('repeated-check', rule(condition))).toEqual(['proc.name\n    = a']);
  });

  it('of a macro that contradicts what stands before it', () => {
    expect(found('never-holds', rule('>\n    proc.name = zsh\n    and shell') + macro)).toEqual(['shell']);
  });

  it('of what an exception brings', () => {
    const exception =
      '  exceptions:\n    - name: e\n      fields: [proc.name]\n      comps: [=]\n      values:\n        - [bash]\n';
    const yaml = rule('proc.name = bash and evt.type = open') + exception;
    expect(found('never-holds', yaml)).toHaveLength(1);
  });

  it('of what a later file appends', () => {
    const later = '- rule: R\n  condition: and proc.name = zsh\n  override:\n    condition: append\n';
    const files = `#- a.yaml\n${rule('evt.type = open and proc.name = bash')}#- b.yaml\n${later}`;
    expect(found('never-holds', files)).toEqual(['proc.name = zsh']);
  });

  it('fixes count in the file, too', () => {
    const before = rule('>\n    evt.type = open and\n    proc.name = a and\n    proc.name = a');
    expect(fixed('repeated-check', before)).toBe(rule('>\n    evt.type = open and\n    proc.name = a'));
  });

  it('line ends of Windows do no harm', () => {
    const yaml = rule('>\n    evt.type = open\n    and proc.name in (my_list)').replaceAll('\n', '\r\n');
    expect(found('undefined-list', yaml)).toEqual(['my_list']);
    const shells = `${list}- list: shells\n  items: [ash]\n  append: true\n`.replaceAll('\n', '\r\n');
    expect(found('deprecated-append', fixed('deprecated-append', shells) ?? shells)).toEqual([]);
  });
});
