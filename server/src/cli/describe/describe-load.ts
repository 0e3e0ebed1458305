import { parseCondition } from '../../falco/condition/parse.ts';
import { printCondition } from '../../falco/condition/print.ts';
import { eventTypesOf, pluginEventTypes } from '../../falco/event-types/event-types.ts';
import type { EngineVersion, ExceptionEntry, PluginRequirement } from '../../falco/items/item.ts';
import type { CollectedException, CollectedList, CollectedRule } from '../../falco/load/collector.ts';
import type { CompiledCondition, CompiledMacro, CompiledRule } from '../../falco/load/compile.ts';
import { joinScalars, type PlacedScalar } from '../../falco/load/composed-text.ts';
import { compatible } from '../../falco/load/engine-version.ts';
import type { ExpandedList } from '../../falco/load/expand-lists.ts';
import type { Load } from '../../falco/load/load.ts';
import type { ReadFile } from '../../falco/load/read-file.ts';
import { parseOutput } from '../../falco/output/parse-output.ts';
import { type FieldTable, syscallSource } from '../../falco/tables/fields.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { listsIn, macrosIn, sorted, wordsOf } from './condition-words.ts';
import type {
  ConditionDescription,
  Description,
  ListDescription,
  MacroDescription,
  PluginDescription,
  RuleDescription,
} from './description.ts';
import { usedPlugins } from './used-plugins.ts';

/**
 * Describes what a load brought, in the shape of `falco -L -o json_output=true`. Names that Falco prints in no
 * order are sorted.
 * @param load the snapshot's files loaded as the engine does, without errors.
 */
export function describeLoad(load: Load, snapshot: Snapshot): Description {
  const { compiled, collector } = load;
  const unused = unusedIn(load);
  const rule = (each: CompiledRule) => describeRule(each, collector.rules.get(each.name)!, load, snapshot);
  const macro = (each: CompiledMacro) =>
    describeMacro(each, load, snapshot, !unused.has(`macro ${each.name}`));
  const list = (each: ExpandedList) =>
    describeList(each, collector.lists.get(each.name)!, !unused.has(`list ${each.name}`));
  return {
    required_engine_version: requiredEngine(snapshot.loadOrder.map(({ read }) => read)),
    required_plugin_versions: collector.plugins.map(describePlugin),
    rules: [...compiled.rules.values()].map(rule),
    macros: [...compiled.macros.values()].map(macro),
    lists: [...compiled.lists.values()].map(list),
  };
}

/** The macros and lists that the last pass of a load found unused, as `macro name` and `list name`. */
function unusedIn({ files }: Load): ReadonlySet<string> {
  const wheres = (files.at(-1)?.problems ?? [])
    .filter(({ finding: { code } }) => code === 'unused-macro' || code === 'unused-list')
    .map(({ finding }) => finding.engine?.where);
  return new Set(wheres.map((where) => `${where?.type} ${where?.name}`));
}

/** The highest version that any file requires. */
function requiredEngine(files: readonly ReadFile[]): string {
  const versions = files
    .flatMap(({ items }) => items.flatMap(({ item }) => item.steps))
    .flatMap((step): EngineVersion[] => (step.do === 'require-engine' ? [step.version] : []));
  const none: EngineVersion = { major: 0, minor: 0, patch: 0, text: '0.0.0' };
  return versions.reduce((highest, each) => (compatible(highest, each) ? highest : each), none).text;
}

function describePlugin({ alternatives: [own, ...alternatives] }: PluginRequirement): PluginDescription {
  return { name: own!.name, version: own!.version, alternatives };
}

function describeRule(
  rule: CompiledRule,
  collected: CollectedRule,
  load: Load,
  snapshot: Snapshot,
): RuleDescription {
  const { name, source, priority, description, enabled, tags } = rule;
  const table = snapshot.tables.forSource(source)!;
  const output = withSuggestedFields(rule.output, table);
  const outputFields = parseOutput(output, table).fields.map(({ key }) => key);
  const condition = describeCondition(rule, textOf(collected.condition), source, load, snapshot);
  const { fields, eventTypes } = wordsOf(rule.resolved);
  const needs = { source, fields: [...fields, ...outputFields], eventTypes };
  return {
    info: {
      name,
      condition: textOf(collected.condition),
      priority,
      output: textOf(collected.output),
      description,
      enabled,
      source,
      capture: collected.capture,
      capture_duration: collected.captureDuration,
      tags: sorted(tags),
    },
    details: {
      ...condition,
      output_fields: [...new Set(outputFields)],
      ...describeExceptions(collected.exceptions),
      output_compiled: output,
      plugins: usedPlugins(snapshot.settings.plugins, needs),
    },
  };
}

function describeMacro(
  macro: CompiledMacro,
  load: Load,
  snapshot: Snapshot,
  used: boolean,
): MacroDescription {
  const { name } = macro;
  const condition = textOf(load.collector.macros.get(name)!.condition);
  return {
    info: { name, condition },
    details: { used, ...describeCondition(macro, condition, syscallSource, load, snapshot) },
  };
}

/** @param text the condition as written, without exceptions and before lists are put in. */
function describeCondition(
  { resolved }: CompiledCondition,
  text: string,
  source: string,
  { collector }: Load,
  { tables }: Snapshot,
): ConditionDescription {
  const { tree } = parseCondition(text);
  const { operators, fields } = wordsOf(resolved);
  const types = eventTypesOf(resolved, tables.asyncEvents);
  const syscalls = types.ok ? types.types.listed : [];
  return {
    macros: macrosIn(tree, collector.macros),
    lists: listsIn(tree, collector.lists),
    condition_operators: operators,
    condition_fields: fields,
    events: source === syscallSource ? syscalls : pluginEventTypes,
    condition_compiled: printCondition(resolved),
    plugins: [],
  };
}

function describeList(
  { name, items }: ExpandedList,
  collected: CollectedList,
  used: boolean,
): ListDescription {
  const compiled = new Set(items);
  return {
    info: { name, items: collected.items.filter((item) => compiled.has(item)) },
    details: {
      used,
      lists: sorted(collected.items.filter((item) => !compiled.has(item))),
      items_compiled: items,
      plugins: [],
    },
  };
}

type ExceptionsDescription = Pick<
  RuleDescription['details'],
  'exception_fields' | 'exception_names' | 'exception_operators'
>;

/** Fields count only where the exception has values, as in the engine. */
function describeExceptions(exceptions: readonly CollectedException[]): ExceptionsDescription {
  const effective = exceptions.filter(({ values }) => values.length > 0);
  return {
    exception_fields: sorted(effective.flatMap(({ fields }) => textsIn(fields))),
    exception_names: sorted(exceptions.map(({ name }) => name)),
    exception_operators: sorted(exceptions.flatMap(({ comps }) => textsIn(comps))),
  };
}

function textsIn(entry: ExceptionEntry | undefined): string[] {
  if (entry === undefined) return [];
  return entry.list ? entry.items.flatMap(textsIn) : [entry.text];
}

function textOf(scalars: readonly PlacedScalar[]): string {
  return joinScalars(scalars).finish().text;
}

/** The output with the fields that Falco appends by default (ENGINE.md, "Output"). */
function withSuggestedFields(output: string, { fields }: FieldTable): string {
  const suggested = fields.filter(({ suggestedOutput }) => suggestedOutput);
  return [output, ...suggested.map(({ name }) => `${name.replaceAll('.', '_')}=%${name}`)].join(' ');
}
