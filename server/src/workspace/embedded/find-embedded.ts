import { DerivedText, type SourceMap } from '../../text/source-map.ts';
import { type Span, span } from '../../text/span.ts';
import { decodeScalar } from '../../yaml/decode-scalar.ts';
import type { ScalarStyle, YamlList, YamlNode, YamlScalar } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import { rulesKeys } from '../rules-keys.ts';
import { type TemplateAction, withoutActions } from './template-actions.ts';

/** A rules text that stands in another file: in Helm values, a ConfigMap, a custom resource. */
export interface EmbeddedText {
  /** The keys and indices that lead to it, e.g. `['customRules', 'my-rules.yaml']`. */
  readonly path: readonly (string | number)[];
  /** How it is written: a scalar's style, or a list of items that are part of the file's own YAML. */
  readonly form: ScalarStyle | 'list' | 'flow';
  /** The rules as Falco gets them. */
  readonly text: string;
  /** Leads from offsets in `text` to those in the text that holds it. */
  readonly map: SourceMap;
  /** The scalar or list in the text that holds it. */
  readonly span: Span;
  /** How many blanks stand before each of its lines; 0 where it is not written in lines of its own. */
  readonly indent: number;
  /** True where its key alone says that these are rules, even if there are none yet. */
  readonly declared: boolean;
  /** The template actions in it; spans count in `text`. */
  readonly actions: readonly TemplateAction[];
  /** Where it stands in a text that is itself embedded: Helm values in a resource of Argo CD or Flux. */
  readonly nested?: Nested;
}

/** A rules text in another text of a file. */
export interface Nested {
  /** The text between, e.g. Helm values, as it stands in the file. */
  readonly holder: EmbeddedText;
  /** The rules as they stand in the text of `holder`. */
  readonly inner: EmbeddedText;
}

/** A file that holds rules texts. */
export interface OuterText {
  readonly text: string;
  readonly embedded: readonly EmbeddedText[];
}

/**
 * The rules texts in a file that is itself no rules file, in the order of their places. Template actions of
 * Helm are read as words or blanks. Never throws.
 */
export function findEmbedded(text: string): EmbeddedText[] {
  return findIn(text, 0);
}

/** Values in values in values: nobody writes more, and each level is read anew. */
const deepest = 3;

/** @param depth how many texts the text stands in. */
function findIn(text: string, depth: number): EmbeddedText[] {
  if (startsAsList.test(text) || !mayHoldRules(text)) return [];
  const { text: readable, actions } = withoutActions(text);
  const found: EmbeddedText[] = [];
  for (const document of parseYaml(readable, false).documents) {
    if (document.kind === 'map') collect({ source: readable, actions, found, depth }, document, [], false);
  }
  return found;
}

/** A look much cheaper than reading: false only where a file holds no rules text for certain. */
export function mayHoldRules(text: string): boolean {
  return /-[ \t]+["']?(?:rule|macro|list|required_(?:engine|plugin)_versions?)["']?[ \t]*:|[[{,][ \t\r\n]*["']?(?:rule|macro|list)["']?[ \t]*:|\b(?:customRules|custom_rules|inlineRules|FalcoRules)\b|\bfalco[\w.-]{1,80}\.ya?ml["']?[ \t]*:/.test(
    text,
  );
}

interface Search {
  readonly source: string;
  readonly actions: readonly TemplateAction[];
  readonly found: EmbeddedText[];
  readonly depth: number;
}

type Path = readonly (string | number)[];

/** Keys whose values are rules: of the Helm chart, of the operator's resource. */
const rulesHolders: ReadonlySet<string> = new Set(['customRules', 'custom_rules', 'inlineRules']);

/** @param inRules whether a key above says that here are rules. */
function collect(search: Search, node: YamlNode, path: Path, inRules: boolean): void {
  if (node.kind === 'scalar') collectScalar(search, node, path, inRules);
  else if (node.kind === 'list') collectList(search, node, path, inRules);
  else {
    for (const { key, value } of node.entries) {
      if (key.kind !== 'scalar') continue;
      const inKey = [...path, key.value];
      const within = rulesHolders.has(key.value) || (inRules && /\.ya?ml$/i.test(key.value));
      collect(search, value, inKey, within || isRulesToBe(inKey, value));
    }
  }
}

/** Whether a value stands where resources have rules, of which there are none, or not much, as yet. */
function isRulesToBe(path: Path, value: YamlNode): boolean {
  const [first, second, third] = path;
  const isConfigMap = path.length === 2 && first === 'data' && /^falco.+\.ya?ml$/i.test(String(second));
  const isFalcoRules = path.length === 3 && first === 'rules' && third === 'raw';
  return (isConfigMap || isFalcoRules) && value.kind === 'scalar' && startsAsRules.test(value.value);
}

function collectScalar(search: Search, scalar: YamlScalar, path: Path, inRules: boolean) {
  const { source, actions, found } = search;
  const { style, value } = scalar;
  if (style === 'plain' || source[scalar.span.start] === '*') return;
  if (!inRules && !(value.includes('\n') && mayHoldRules(value))) return;
  const isBlock = style === 'literal' || style === 'folded';
  const written = isBlock ? block(source, scalar) : quoted(source, scalar);
  const text = { path, form: style, declared: inRules, ...written, actions: actionsIn(actions, written) };
  if (inRules || startsAsList.test(value)) found.push(text);
  else collectNested(search, text);
}

/** A text that is no rules text may hold some: the values of a chart in a resource that installs it. */
function collectNested({ found, depth }: Search, holder: EmbeddedText): void {
  if (depth >= deepest) return;
  for (const inner of findIn(holder.text, depth + 1)) found.push(nestedText(holder, inner));
}

/** A rules text in an embedded one, as a text of the file. */
function nestedText(holder: EmbeddedText, inner: EmbeddedText): EmbeddedText {
  const written = {
    ...inner,
    map: inner.map.through(holder.map),
    span: holder.map.toSource(inner.span),
    indent: hasLines(holder) && hasLines(inner) ? holder.indent + inner.indent : 0,
  };
  return {
    ...written,
    path: [...holder.path, ...inner.path],
    actions: actionsIn(holder.actions, inner),
    nested: { holder, inner },
  };
}

/** Whether each line of a text is a line of what holds it. */
function hasLines({ form }: EmbeddedText): boolean {
  return form === 'literal' || form === 'folded' || form === 'list';
}

function collectList(search: Search, list: YamlList, path: Path, inRules: boolean): void {
  const { source, actions, found } = search;
  if (source[list.span.start] === '*') return;
  const isFlow = source[list.span.start] === '[';
  const isBegun = inRules && !isFlow && list.items.every(({ kind }) => kind === 'scalar');
  if (isBegun || list.items.some((item) => isRulesItem(item, inRules))) {
    const written = isFlow ? copied(source, list.span) : dedentedList(source, list.span);
    const form = isFlow ? 'flow' : 'list';
    found.push({ path, form, declared: inRules, ...written, actions: actionsIn(actions, written) });
    return;
  }
  for (const [i, item] of list.items.entries()) collect(search, item, [...path, i], inRules);
}

/** The first line that says something begins an item, as in a rules file. */
const startsAsList = /^(?:[ \t]*(?:#.*|---[ \t]*)?\r?\n)*[ \t]*(?:-[ \t\r\n]|\[)/;

/** As `startsAsList`, or there is nothing at all. */
const startsAsRules = /^(?:[ \t]*(?:#.*|---[ \t]*)?\r?\n)*[ \t]*(?:-[ \t\r\n]|\[|#.*$|$)/;

/** Other lists have rules, macros and lists too: outside the known keys, an item must have one of its other keys. */
function isRulesItem(item: YamlNode, inRules: boolean): boolean {
  if (item.kind !== 'map') return false;
  const keys = item.entries.map(({ key }) => (key.kind === 'scalar' ? key.value : ''));
  const kind = rulesKeys.find((each) => keys.includes(each.kind));
  return kind !== undefined && (inRules || kind.needs.some((each) => keys.includes(each)));
}

/** What an embedded text has from the way in which it is written. */
type Written = Pick<EmbeddedText, 'text' | 'map' | 'span' | 'indent'>;

function quoted(source: string, scalar: YamlScalar): Written {
  return { ...decodeScalar(source, scalar), span: scalar.span, indent: 0 };
}

function copied(source: string, where: Span): Written {
  const derived = new DerivedText(source);
  derived.copy(where.start, where.end);
  return { ...derived.finish(where), span: where, indent: 0 };
}

/** The lines of a list without the indentation of its first dash, and the blank ones behind it. */
function dedentedList(source: string, { start, end }: Span): Written {
  const indent = start - lineStartAt(source, start);
  const where = span(start, blankLinesEnd(source, end));
  return { ...dedented(source, where, indent), span: where, indent };
}

/**
 * The lines of a literal scalar without their indentation. The blank ones behind it are taken in, which says
 * nothing else to Falco: they are where the next line is written.
 */
function block(source: string, scalar: YamlScalar): Written {
  const decoded = decodeScalar(source, scalar);
  const first = decoded.text.search(/[^\n]/);
  if (first === -1) return emptyBlock(source, scalar);
  const { start } = decoded.map.toSource(span(first, first));
  const indent = start - lineStartAt(source, start);
  const from = source.indexOf('\n', scalar.span.start) + 1;
  const lines = span(from, blankLinesEnd(source, scalar.span.end));
  const whole = dedented(source, lines, indent);
  // Folded lines are not the text's own; and where the reader and this disagree, the reader is right.
  const isSame = scalar.style === 'literal' && whole.text.trimEnd() === scalar.value.trimEnd();
  return isSame
    ? { ...whole, span: span(scalar.span.start, lines.end), indent }
    : { ...decoded, span: scalar.span, indent };
}

/** A block in which nothing stands as yet: its lines are where the first item will be written. */
function emptyBlock(source: string, { span: where }: YamlScalar): Written {
  const header = source.indexOf('\n', where.start);
  const from = header === -1 ? source.length : header + 1;
  const lines = span(from, header === -1 ? from : blankLinesEnd(source, from));
  const key = /^[ ]*(?:- +)*/.exec(source.slice(lineStartAt(source, where.start), where.start))![0].length;
  const blanks = source.slice(lines.start, lines.end).split('\n');
  const indent = Math.max(key + 1, ...blanks.map((line) => /^ */.exec(line)![0].length));
  return { ...dedented(source, lines, indent), span: span(where.start, lines.end), indent };
}

/** Lines without `column` blanks before each; the first starts where the text does. Ends of line become `\n`. */
function dedented(source: string, { start, end }: Span, column: number) {
  const derived = new DerivedText(source);
  const isWholeLine = start === lineStartAt(source, start);
  for (let at = start; at < end; ) {
    const newline = source.indexOf('\n', at);
    const next = newline === -1 || newline >= end ? end : newline + 1;
    if (at > start || isWholeLine) for (let i = 0; i < column && source[at] === ' ' && at < next; i++) at++;
    const lineEnd =
      newline === -1 || newline >= end ? end : source[newline - 1] === '\r' ? newline - 1 : newline;
    derived.copy(at, Math.max(at, lineEnd));
    derived.put('\n', span(Math.max(at, lineEnd), next));
    at = next;
  }
  return derived.finish(span(start, end));
}

function lineStartAt(source: string, offset: number): number {
  return source.lastIndexOf('\n', offset - 1) + 1;
}

/** The end of the line that `end` is in, and of the blank lines that follow. */
function blankLinesEnd(source: string, end: number): number {
  const rest =
    source[end - 1] === '\n'
      ? /(?:[ \t]*\r?\n)*(?:[ \t]*$)?/y
      : /[^\n]*(?:\n|$)(?:[ \t]*\r?\n)*(?:[ \t]*$)?/y;
  rest.lastIndex = end;
  rest.test(source);
  return Math.max(end, rest.lastIndex);
}

function actionsIn(
  actions: readonly TemplateAction[],
  { span: { start, end }, map }: Written,
): TemplateAction[] {
  return actions
    .filter(({ span: where }) => where.start < end && where.end > start)
    .map((action) => ({
      ...action,
      span: span(map.toDerived(action.span.start), map.toDerived(action.span.end)),
    }));
}
