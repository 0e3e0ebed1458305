/** A source of numbers that the seed alone decides, so that a failure can be run again. */
export type Random = (below: number) => number;

/** A small generator (mulberry32), good enough to choose mutations. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Mutation = (text: string, random: Random) => string;

const words = [
  '- rule: r\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n',
  '- macro: m\n  condition: m\n',
  '- list: l\n  items: [l, a, "b c"]\n',
  '  exceptions:\n    - name: e\n      fields: [proc.name, fd.name]\n      values: [[a, [b]]]\n',
  '  override:\n    condition: append\n',
  '  append: true\n',
  ' and not (proc.name in (l)) ',
  ' evt.arg[x] = "\\x41\\q" ',
  ' tolower(val(concat(proc.name, "-", ("a")))) ',
  ' regex "(a*)*$" ',
  '%evt.arg.flags%proc.aname[1]%% ',
  '&a *a !!binary <<: ? | > %YAML 1.1\n---\n...\n',
  '"',
  "'",
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '\t',
  '\r',
  '\0',
  '\uFEFF',
  '\uD800',
  '😀',
  '\u202E',
  '#',
  ': ',
  '\n',
  '  ',
];

const mutations: readonly Mutation[] = [
  (text, random) => text.slice(0, random(text.length + 1)),
  (text, random) => text.slice(random(text.length + 1)),
  (text, random) => insert(text, random, words[random(words.length)]!),
  (text, random) => insert(text, random, String.fromCharCode(random(65536))),
  (text, random) => insert(text, random, words[random(words.length)]!.repeat(1 + random(200))),
  (text, random) => remove(text, random, 1 + random(40)),
  (text, random) => remove(text, random, 1),
  (text, random) => shuffleLines(text, random),
  (text, random) =>
    text.replaceAll(text[random(text.length || 1)] ?? 'x', words[random(words.length)]!).slice(0, 200_000),
  (text, random) => insert(text, random, text.slice(0, 1 + random(2_000))),
  (text, random) => insert(text, random, 'x'.repeat(70_000 + random(10))),
  (text, random) => insert(text, random, '('.repeat(1 + random(3_000))),
  (text, random) => insert(text, random, '['.repeat(1 + random(1_000))),
  (text, random) => insert(text, random, ' not'.repeat(1 + random(1_000))),
  (text, random) => `${text}\n- list: many\n  items: [${'item, '.repeat(random(5_000))}last]\n`,
  (text, random) => text + chainOfMacros(1 + random(300)),
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('  ', '\t'),
];

/** The text after a few mutations; at most a few hundred kilobytes. */
export function mutate(text: string, random: Random): string {
  let mutated = text;
  for (let left = 1 + random(4); left > 0; left--)
    mutated = mutations[random(mutations.length)]!(mutated, random);
  return mutated.slice(0, 400_000);
}

function insert(text: string, random: Random, inserted: string): string {
  const at = random(text.length + 1);
  return text.slice(0, at) + inserted + text.slice(at);
}

function remove(text: string, random: Random, length: number): string {
  const at = random(text.length + 1);
  return text.slice(0, at) + text.slice(at + length);
}

function shuffleLines(text: string, random: Random): string {
  const lines = text.split('\n');
  for (let i = lines.length - 1; i > 0; i--) {
    const other = random(i + 1);
    [lines[i], lines[other]] = [lines[other]!, lines[i]!];
  }
  return lines.join('\n');
}

/** Macros that each name the one before twice. */
function chainOfMacros(length: number): string {
  let text = '\n- macro: m0\n  condition: evt.type = open\n';
  for (let i = 1; i < length; i++) text += `- macro: m${i}\n  condition: m${i - 1} or proc.pid = ${i}\n`;
  return `${text}- rule: last\n  desc: d\n  condition: m${length - 1}\n  output: o\n  priority: INFO\n`;
}
