import { describe, expect, it } from 'vitest';
import { findEmbedded } from '../../../server/src/workspace/embedded/find-embedded.ts';

/** Each text as `path: text`, with its form. */
function found(text: string): string[] {
  return findEmbedded(text).map(({ path, form, text: inner }) => `${path.join('/')} ${form}: ${inner}`);
}

describe('rules texts in other files', () => {
  it.each([
    [
      'Helm values',
      'customRules:\n  a.yaml: |-\n    - rule: r\n      desc: d\n',
      ['customRules/a.yaml literal: - rule: r\n  desc: d\n'],
    ],
    [
      'under a key of another chart',
      'falco:\n  customRules:\n    a.yaml: |\n      - list: l\n',
      ['falco/customRules/a.yaml literal: - list: l\n'],
    ],
    ['nothing yet', 'customRules:\n  a.yaml: |\n    # later\n', ['customRules/a.yaml literal: # later\n']],
    [
      'list form',
      'customRules:\n  - macro: m\n    condition: a\n\n  # more\n  - list: l\n    items: [x]\nother: 1\n',
      ['customRules list: - macro: m\n  condition: a\n\n# more\n- list: l\n  items: [x]\n'],
    ],
    [
      'list form without indentation',
      'customRules:\n- macro: m\n  condition: a\nother: 1\n',
      ['customRules list: - macro: m\n  condition: a\n'],
    ],
    [
      'list form under a file name',
      'customRules:\n  a.yaml:\n    - macro: m\n      condition: a\n',
      ['customRules/a.yaml list: - macro: m\n  condition: a\n'],
    ],
    [
      'flow',
      'customRules: {a.yaml: [{list: l, items: [x]}]}\n',
      ['customRules/a.yaml flow: [{list: l, items: [x]}]'],
    ],
    [
      'quoted',
      'customRules:\n  a.yaml: "- list: l\\n  items: [\\"x\\"]\\n"\n',
      ['customRules/a.yaml double: - list: l\n  items: ["x"]\n'],
    ],
    [
      'a ConfigMap',
      'kind: ConfigMap\ndata:\n  falco.yaml: |\n    a: 1\n  r.yaml: |\n    # c\n    - rule: r\n',
      ['data/r.yaml literal: # c\n- rule: r\n'],
    ],
    [
      'several documents',
      '---\na: 1\n---\ndata:\n  r.yaml: |\n    - rule: r\n---\ndata:\n  s.yaml: |\n    - rule: s\n',
      ['data/r.yaml literal: - rule: r\n', 'data/s.yaml literal: - rule: s\n'],
    ],
    [
      'FalcoRules',
      'kind: FalcoRules\nrules:\n  - raw: |\n      - rule: r\n  - raw: |\n      - rule: s\n',
      ['rules/0/raw literal: - rule: r\n', 'rules/1/raw literal: - rule: s\n'],
    ],
    [
      'a resource of the operator',
      'kind: Rulesfile\nspec:\n  inlineRules:\n    - list: l\n      items: []\n',
      ['spec/inlineRules list: - list: l\n  items: []\n'],
    ],
    [
      'values of a chart in a resource of Argo CD',
      'kind: Application\nspec:\n  source:\n    helm:\n      values: |\n        a: 1\n        customRules:\n          r.yaml: |-\n            - list: l\n              items: []\n  b: 1\n',
      ['spec/source/helm/values/customRules/r.yaml literal: - list: l\n  items: []\n'],
    ],
    [
      'values of a chart, with a list, in a ConfigMap that Flux reads',
      'kind: ConfigMap\ndata:\n  values.yaml: |\n    customRules:\n      - list: l\n        items: []\n    b: 1\n',
      ['data/values.yaml/customRules list: - list: l\n  items: []\n'],
    ],
    [
      'folded',
      'customRules:\n  a.yaml: >\n    - list: l\n      items: []\n',
      ['customRules/a.yaml folded: - list: l\n  items: []\n'],
    ],
    [
      'an indentation indicator',
      'customRules:\n  a.yaml: |2-\n      - list: l\n        items: []\n\n',
      ['customRules/a.yaml literal:   - list: l\n    items: []\n\n'],
    ],
    [
      'without an end of line',
      'customRules:\n  a.yaml: |\n    - list: l',
      ['customRules/a.yaml literal: - list: l\n'],
    ],
    [
      'no rules',
      'on:\n  - list: x\nverbs: [list]\nalerts:\n  - rule: r\n    expr: up\ntext: |\n  rule: a\n',
      [],
    ],
    ['rules files', '- rule: r\n  desc: d\n', []],
  ])('%s', (_name, text, expected) => {
    expect(found(text)).toEqual(expected);
    expect(found(text.replaceAll('\n', '\r\n')).map((each) => each.replaceAll('\r\n', '\n'))).toEqual(
      expected,
    );
  });

  it.each([
    [
      'round it',
      '{{- if .Values.on }}\ndata:\n  {{ .n }}: x\n  labels:\n{{ include "l" . | indent 4 }}\n  r.yaml: |\n    - rule: r\n{{- end }}\n',
      ['data/r.yaml literal: - rule: r\n'],
    ],
    [
      'in it',
      'data:\n  r.yaml: |\n{{- if .a }}\n    - rule: {{ .n }}\n{{- end }}\n    - list: l\n',
      ['data/r.yaml literal: ########\n- rule: zzzzzzzz\n           \n- list: l\n'],
    ],
  ])('template actions %s', (_name, text, expected) => {
    expect(found(text)).toHaveLength(expected.length);
    for (const [i, each] of found(text).entries()) {
      const lines = (all: string) => all.split('\n').map((line) => line.trim());
      expect(lines(each).filter((line) => line !== '')).toEqual(
        lines(expected[i]!).filter((line) => line !== ''),
      );
    }
  });
});
