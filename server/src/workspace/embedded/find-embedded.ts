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
  /** True where its key alone says that these are rules, even if there are none yet. */
  readonly declared: boolean;
  /** The template actions in it; spans count in `text`. */
  readonly actions: readonly TemplateAction[];
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
  if (startsAsList.test(text) || !mayHoldRules(text)) return [];
  const { text: readable, actions } = withoutActions(text);
  const found: EmbeddedText[] = [];
  for (const document of parseYaml(readable, false).documents) {
    if (document.kind === 'map') collect({ source: readable, actions, found }, document, [], false);
  }
  return found;
}

/** A look much cheaper than reading: false only where a file holds no rules text for certain. */
export function mayHoldRules(text: string): boolean {
  return /-[ \t]+["']?(?:rule|macro|list|required_(?:engine|plugin)_versions?)["']?[ \t]*:|[[{,][ \t\r\n]*["']?(?:rule|macro|list)["']?[ \t]*:|\b(?:customRules|custom_rules|inlineRules)\b/.test(
    text,
  );
}

interface Search {
  readonly source: string;
  readonly actions: readonly TemplateAction[];
  readonly found: EmbeddedText[];
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
      const within = rulesHolders.has(key.value) || (inRules && /\.ya?ml$/i.test(key.value));
      collect(search, value, [...path, key.value], within);
    }
  }
}

function collectScalar({ source, actions, found }: Search, scalar: YamlScalar, path: Path, inRules: boolean) {
  const { style, value } = scalar;
  if (style === 'plain' || source[scalar.span.start] === '*') return;
  if (!inRules && !(value.includes('\n') && looksLikeRules(value))) return;
  const { text, map } = decodeScalar(source, scalar);
  found.push({
    path,
    form: style,
    text,
    map,
    span: scalar.span,
    declared: inRules,
    actions: actionsIn(actions, scalar.span, map),
  });
}

function collectList(search: Search, list: YamlList, path: Path, inRules: boolean): void {
  const { source, actions, found } = search;
  if (source[list.span.start] === '*') return;
  if (list.items.some((item) => isRulesItem(item, inRules))) {
    const isFlow = source[list.span.start] === '[';
    const { text, map, span: where } = isFlow ? copied(source, list.span) : dedented(source, list.span);
    const form = isFlow ? 'flow' : 'list';
    found.push({
      path,
      form,
      text,
      map,
      span: where,
      declared: inRules,
      actions: actionsIn(actions, where, map),
    });
    return;
  }
  for (const [i, item] of list.items.entries()) collect(search, item, [...path, i], inRules);
}

/** The first line that says something begins an item, as in a rules file. */
const startsAsList = /^(?:[ \t]*(?:#.*|---[ \t]*)?\r?\n)*[ \t]*(?:-[ \t\r\n]|\[)/;

function looksLikeRules(text: string): boolean {
  return startsAsList.test(text) && mayHoldRules(text);
}

/** Other lists have rules, macros and lists too: outside the known keys, an item must have one of its other keys. */
function isRulesItem(item: YamlNode, inRules: boolean): boolean {
  if (item.kind !== 'map') return false;
  const keys = item.entries.map(({ key }) => (key.kind === 'scalar' ? key.value : ''));
  const kind = rulesKeys.find((each) => keys.includes(each.kind));
  return kind !== undefined && (inRules || kind.needs.some((each) => keys.includes(each)));
}

function copied(source: string, where: Span) {
  const derived = new DerivedText(source);
  derived.copy(where.start, where.end);
  return { ...derived.finish(where), span: where };
}

/** The lines of a list without the indentation of its first dash. */
function dedented(source: string, { start, end }: Span) {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const column = start - lineStart;
  const derived = new DerivedText(source);
  for (let at = start; at < end; ) {
    const newline = source.indexOf('\n', at);
    const next = newline === -1 || newline >= end ? end : newline + 1;
    derived.copy(at, next);
    at = next;
    for (let skipped = 0; skipped < column && at < end && source[at] === ' '; skipped++) at++;
  }
  const where = span(start, end);
  return { ...derived.finish(where), span: where };
}

function actionsIn(
  actions: readonly TemplateAction[],
  { start, end }: Span,
  map: SourceMap,
): TemplateAction[] {
  return actions
    .filter(({ span: where }) => where.start < end && where.end > start)
    .map((action) => ({
      ...action,
      span: span(map.toDerived(action.span.start), map.toDerived(action.span.end)),
    }));
}
