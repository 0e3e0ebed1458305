import type { Span } from '../../text/span.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../../yaml/node.ts';
import type { Finding } from '../problems/index.ts';

/** What an item of a rules file is, by the first of these keys that it has (ENGINE.md, "YAML reading"). */
export type ItemKind = 'required_engine_version' | 'required_plugin_versions' | 'list' | 'macro' | 'rule';

/** What an item of a file of our own is. */
export type OwnKind = 'detection' | 'test';

/** True for items of files that Falco does not read. */
export function isOwnKind(kind: ItemKind | OwnKind | undefined): kind is OwnKind {
  return kind === 'detection' || kind === 'test';
}

/**
 * One item of a rules file, read on its own. All spans count in `text`, so that an item can move within its
 * file, or stand in several, without being read again.
 */
export interface Item {
  readonly text: string;
  readonly node: YamlNode;
  /** Absent where the item is of no known kind; `detection` in files of detections, which are ours alone. */
  readonly kind?: ItemKind | OwnKind;
  /** The value of the kind's key: the name of a rule, macro, list or detection. */
  readonly name: string;
  readonly nameSpan: Span;
  /** What the engine does on reading the item, in order; it stops at the first step that is an error. */
  readonly steps: readonly Step[];
}

/** One thing that reading an item brings about. */
export type Step =
  | { readonly do: 'report'; readonly finding: Finding }
  | { readonly do: 'require-engine'; readonly version: EngineVersion; readonly span: Span }
  /** `spans` are those of the versions of the alternatives. */
  | { readonly do: 'require-plugin'; readonly plugin: PluginRequirement; readonly spans: readonly Span[] }
  | { readonly do: 'define-list' | 'append-list'; readonly list: ListDefinition }
  | { readonly do: 'define-macro' | 'append-macro'; readonly macro: MacroDefinition }
  | { readonly do: 'define-rule'; readonly rule: RuleDefinition }
  | { readonly do: 'append-rule' | 'replace-rule'; readonly update: RuleUpdate }
  | { readonly do: 'enable-rule'; readonly name: string; readonly enabled: boolean };

/** A version of the rule engine, `0.63.0`, in its parts. */
export interface EngineVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** As the engine prints it. */
  readonly text: string;
}

/** A plugin that rules need, or one of several that serve as well. */
export interface PluginRequirement {
  readonly name: string;
  readonly alternatives: readonly { readonly name: string; readonly version: string }[];
}

/** All that a list is defined by. */
export interface ListDefinition {
  readonly name: string;
  readonly items: readonly YamlScalar[];
  /** The texts of the items. */
  readonly texts: readonly string[];
}

/** All that a macro is defined by. */
export interface MacroDefinition {
  readonly name: string;
  readonly condition: YamlScalar;
}

/** All that a rule is defined by. */
export interface RuleDefinition {
  readonly name: string;
  readonly source: string;
  readonly condition: YamlScalar;
  readonly output: YamlScalar;
  readonly description: string;
  readonly priority: Priority;
  readonly enabled: boolean;
  readonly capture: boolean;
  readonly captureDuration: number;
  readonly warnEventTypes: boolean;
  readonly skipIfUnknownFilter: boolean;
  readonly tags: readonly string[];
  readonly exceptions: readonly ExceptionDefinition[];
}

/** Parts of a rule that an append or an override brings; what is absent stays as it is. */
export type RuleUpdate = { readonly name: string; readonly source: string } & Partial<
  Omit<RuleDefinition, 'name' | 'source'>
>;

/** One exception of a rule. */
export interface ExceptionDefinition {
  readonly name: string;
  readonly node: YamlMap;
  readonly fields?: ExceptionEntry;
  readonly comps?: ExceptionEntry;
  readonly values: readonly ExceptionEntry[];
}

/** A value or a list of values in an exception; values of any depth are kept, the engine looks at two. */
export type ExceptionEntry =
  | { readonly list: false; readonly text: string; readonly span: Span }
  | { readonly list: true; readonly items: readonly ExceptionEntry[]; readonly span: Span };

/** Priorities in the engine's order, most serious first, as alerts write them. */
export const priorities = [
  'Emergency',
  'Alert',
  'Critical',
  'Error',
  'Warning',
  'Notice',
  'Informational',
  'Debug',
] as const;

/** One of the priorities, as alerts write it. */
export type Priority = (typeof priorities)[number];

/** The priority of that name, in any case; `Info` is Informational. */
export function parsePriority(text: string): Priority | undefined {
  const name = text.toLowerCase() === 'info' ? 'informational' : text.toLowerCase();
  return priorities.find((priority) => priority.toLowerCase() === name);
}
