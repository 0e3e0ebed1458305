/** A rules text in another file, written in one of the ways that YAML has. */
export interface Written {
  readonly style: string;
  readonly write: (rules: string) => string;
}

const indented = (rules: string, blanks: string) => rules.replace(/^(?=.)/gm, blanks);

/** Ways to write a rules text, each in a file of its kind. */
export const styles: readonly Written[] = [
  { style: 'literal', write: (rules) => `customRules:\n  r.yaml: |\n${indented(rules, '    ')}other: 1\n` },
  {
    style: 'stripped',
    write: (rules) => `falco:\n  customRules:\n    r.yaml: |-\n${indented(rules, '      ')}`,
  },
  { style: 'kept', write: (rules) => `data:\n  r.yaml: |+\n${indented(rules, '   ')}\n\nkind: ConfigMap\n` },
  {
    style: 'indicator',
    write: (rules) => `data:\n  r.yaml: |2 # rules\n${indented(rules, '    ')}kind: ConfigMap\n`,
  },
  {
    style: 'list of texts',
    write: (rules) => `kind: FalcoRules\nrules:\n  - raw: |\n${indented(rules, '      ')}`,
  },
  { style: 'list', write: (rules) => `customRules:\n${indented(rules, '  ')}other: 1\n` },
  { style: 'list without indentation', write: (rules) => `a: 1\ncustomRules:\n${rules}other: 1\n` },
  { style: 'double', write: (rules) => `customRules:\n  r.yaml: ${JSON.stringify(rules)}\n` },
  {
    style: 'second document',
    write: (rules) => `a: "😀"\n---\ndata:\n    r.yaml: |\n${indented(rules, '        ')}---\nb: 1\n`,
  },
  {
    style: 'values in an application',
    write: (rules) =>
      `kind: Application\nspec:\n  source:\n    helm:\n      values: |\n        a: "😀"\n        customRules:\n          r.yaml: |-\n${indented(rules, '            ')}  project: default\n`,
  },
  {
    style: 'a list in values in an application',
    write: (rules) =>
      `spec:\n  values: |\n    falco:\n      customRules:\n${indented(rules, '        ')}    b: 1\n  c: 2\n`,
  },
  {
    style: 'quoted in values in an application',
    write: (rules) =>
      `spec:\n  values: |\n    customRules:\n      r.yaml: ${JSON.stringify(rules)}\n  c: 2\n`,
  },
  {
    style: 'values in quotes',
    write: (rules) =>
      `spec:\n  values: ${JSON.stringify(`b: 1\ncustomRules:\n  r.yaml: |\n${indented(rules, '    ')}c: 2\n`)}\n`,
  },
  {
    style: 'values in an application in a ConfigMap',
    write: (rules) =>
      `kind: ConfigMap\ndata:\n  app.yaml: |\n    spec:\n      values: |\n        customRules:\n          r.yaml: |\n${indented(rules, '            ')}`,
  },
];

/** The text with ends of line as Windows writes them. */
export function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
