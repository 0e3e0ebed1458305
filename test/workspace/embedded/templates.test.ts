import { describe, expect, it } from 'vitest';
import { collectProblems } from '../../../server/src/checks/collect.ts';
import { Workspace } from '../../../server/src/workspace/workspace.ts';

const uri = 'file:///w/templates/rules.yaml';

/** The codes of the problems in the rules of a chart's template, hints left out. */
function codes(lines: string): string[] {
  const workspace = new Workspace();
  workspace.setFile(
    uri,
    `kind: ConfigMap\ndata:\n  r.yaml: |-\n${lines.replace(/^(?!\{\{)(?=.)/gm, '    ')}`,
  );
  const snapshot = workspace.snapshot(uri);
  return workspace
    .textsOf(uri)
    .flatMap((file) => collectProblems(snapshot, file))
    .filter(({ level }) => level !== 'hint')
    .map(({ code }) => code);
}

const rule = (condition: string, output = 'o %proc.name', priority = 'INFO') =>
  `- rule: r\n  desc: d\n  condition: ${condition}\n  output: ${output}\n  priority: ${priority}\n`;

describe('Go template actions cause no false errors', () => {
  it.each([
    ['a value', rule('proc.name = {{ .Values.name }}')],
    ['a whole condition', rule('{{ .Values.condition }}')],
    ['a part of a condition', rule('evt.type = open {{ if .x }}and {{ .x }}{{ end }}')],
    ['a list of values', rule('proc.name in ({{ join "," .Values.names }})')],
    ['a list put in', rule('proc.name in (a, {{ .b }}, c)')],
    ['an output', rule('evt.type = open', '"{{ .Values.text }} %proc.name {{ .more }}"')],
    ['a priority', rule('evt.type = open', 'o %proc.name', '{{ .p | default "NOTICE" }}')],
    ['a name', rule('evt.type = open').replace('r\n', '{{ .name | quote }}\n')],
    [
      'lines of a rule',
      `${rule('evt.type = open')}{{- if .tags }}\n  tags: {{ toJson .tags }}\n{{- end }}\n`,
    ],
    ['lines that are written', `${rule('evt.type = open')}{{ toYaml .exceptions | indent 6 }}\n`],
    ['rules in a loop', `{{- range .rules }}\n${rule('{{ .c }}')}{{- end }}\n`],
    [
      'items in a loop',
      `- list: l\n  items:\n{{- range .items }}\n    - {{ . }}\n{{- end }}\n${rule('evt.type = open and proc.name in (l)')}`,
    ],
    [
      'two branches that define the same',
      `{{- if .a }}\n- macro: m\n  condition: proc.name = a\n{{- else }}\n- macro: m\n  condition: proc.name = b\n{{- end }}\n${rule('evt.type = open and m')}`,
    ],
    ['a macro that is written elsewhere', `{{ include "macros" . }}\n${rule('somewhere')}`],
    ['a literal action', rule('evt.type = open', '"{{ `{{ literal }}` }} %proc.name"')],
    ['a comment', `{{/* proc.nme = x: "\n*/}}\n${rule('evt.type = open')}`],
  ])('%s', (_what, lines) => {
    expect(codes(lines)).toEqual([]);
  });

  it('but what none of them can be the reason of is reported', () => {
    expect(codes(`${rule('proc.nme = x')}- macro: {{ .name }}\n  condition: evt.type = open\n`)).toEqual([
      'unknown-field',
    ]);
    expect(codes(rule('proc.nme = x', '"{{ .text }} %proc.name"'))).toEqual(['unknown-field']);
  });
});
