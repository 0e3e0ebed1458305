import { printCondition } from '../../falco/condition/print.ts';
import { compileCondition } from '../../falco/evaluate/evaluate.ts';
import { type EventValue, eventOf } from '../../falco/evaluate/event.ts';
import type { EngineVersion } from '../../falco/items/item.ts';
import { parseEngineVersion } from '../../falco/items/read-versions.ts';
import type { CompiledRule } from '../../falco/load/compile.ts';
import { loadFiles } from '../../falco/load/load.ts';
import { type ReadFile, readRulesFile } from '../../falco/load/read-file.ts';
import { type FieldTables, tablesEngine } from '../../falco/tables/fields.ts';
import type { JsonObject } from '../../text/json.ts';
import { RulesFile } from '../../workspace/rules-file.ts';
import { engineReport } from '../report/engine-report.ts';
import type { EngineCache } from './engine-cache.ts';
import { BadRequest, eventFields, optionalText, textsOf } from './request.ts';

/**
 * Loads rules as the engine does (request 1): `rules` is one text or several that are one load. The answer has
 * `load_results` as `falco -V` gives them, with `conditions` the compiled text of each rule, and with `events`
 * the rules that each event matches, whether enabled or not.
 * @throws BadRequest
 */
export function answerRules(request: JsonObject, cache: EngineCache): object {
  const files = readTexts(textsOf(request, 'rules'), cache);
  const plugins = request.plugins === undefined ? ['container'] : textsOf(request, 'plugins');
  const { tables, conditions } = cache.setup(plugins);
  const load = loadFiles(files, { engine: engineOf(request), tables, stopAtErrors: true }, conditions);
  conditions.sweep();
  const ok = load.files.every(({ successful }) => successful);
  const rules = ok ? [...load.compiled.rules.values()] : [];
  return {
    ok,
    load_results: engineReport(
      files.map((file) => new RulesFile(file.name, file)),
      load,
    ),
    ...(request.conditions === true ? { conditions: compiledTexts(rules) } : {}),
    ...(request.events === undefined ? {} : { matched: matchedRules(rules, eventsOf(request), tables) }),
  };
}

function readTexts(texts: readonly string[], { items }: EngineCache): ReadFile[] {
  const files = texts.map((text, i) => readRulesFile({ name: `rules${i + 1}.yaml`, text }, items));
  items.sweep();
  return files;
}

function engineOf(request: JsonObject): EngineVersion {
  const text = optionalText(request, 'engine') ?? tablesEngine;
  const version = parseEngineVersion(text);
  if (version === undefined) throw new BadRequest(`"${text}" is no engine version such as ${tablesEngine}`);
  return version;
}

function compiledTexts(rules: readonly CompiledRule[]): Record<string, string> {
  return Object.fromEntries(rules.map((rule) => [rule.name, printCondition(rule.resolved)]));
}

function eventsOf({ events }: JsonObject): Record<string, EventValue>[] {
  if (Array.isArray(events)) return events.map((event) => eventFields(event, 'Each of "events"'));
  throw new BadRequest('"events" must be a list');
}

/** For each event the names of the rules that match it, in load order. */
function matchedRules(
  rules: readonly CompiledRule[],
  events: readonly Record<string, EventValue>[],
  tables: FieldTables,
): string[][] {
  const compiled = rules.map(({ name, source, resolved }) => ({
    name,
    condition: compileCondition(resolved, tables.forSource(source)!, 'engine'),
  }));
  return events.map((fields) => {
    const event = eventOf(fields);
    return compiled.filter(({ condition }) => condition.evaluate(event) === true).map(({ name }) => name);
  });
}
