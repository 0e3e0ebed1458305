import { listKeys } from '../falco/items/read-list.ts';
import { macroKeys } from '../falco/items/read-macro.ts';
import { ruleKeys } from '../falco/items/read-rule.ts';
import type { ProblemCode } from '../falco/problems/index.ts';
import { argumentNames, eventTypes } from '../falco/tables/events.ts';
import { knownPlugins, syscallSource } from '../falco/tables/fields.ts';
import { detectionKeys, sentinelKeys } from '../workspace/detections/keys.ts';
import {
  expectKeys,
  fileAlertKeys,
  inlineAlertKeys,
  ruleAlertKeys,
  sentinelTestKeys,
  testKeys,
  wazuhKeys,
} from '../workspace/tests/keys.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { FileFinding, Fix } from './check.ts';
import { definitionOf } from './definition.ts';
import { fieldSuggestion } from './field-suggestion.ts';
import { connectives, operatorsFor, prioritiesFor } from './foreign-words.ts';
import { officialNote } from './official-names.ts';
import { withQuestion } from './question.ts';
import { near, type Suggestion } from './suggestion.ts';

/**
 * Adds the names that may be meant to a finding about a name that does not exist, and a fix for each of them
 * where the word stands in the file as such.
 */
export function didYouMean(snapshot: Snapshot, found: FileFinding): FileFinding {
  const { finding } = found;
  const suggestion = suggesters[finding.code]?.(finding.args.map(String), snapshot, found);
  if (suggestion === undefined) return found;
  const fixed = { ...found, fixes: replacements(snapshot, found, suggestion) };
  if (suggestion.note === undefined) return withQuestion(fixed, suggestion.names);
  return { ...fixed, finding: { ...finding, message: `${finding.message} ${suggestion.note}` } };
}

function replacements(
  snapshot: Snapshot,
  { file, finding }: FileFinding,
  { word, names }: Suggestion,
): Fix[] {
  const { start, end } = finding.span;
  const at = snapshot.files.get(file)?.text.slice(start, end).indexOf(word) ?? -1;
  if (at === -1 || word === '') return [];
  const span = { start: start + at, end: start + at + word.length };
  return names.map((newText) => ({
    title: `Replace with \`${newText}\``,
    edits: [{ span, newText }],
  }));
}

type Suggester = (args: readonly string[], snapshot: Snapshot, found: FileFinding) => Suggestion | undefined;

const suggesters: Readonly<Partial<Record<ProblemCode, Suggester>>> = {
  'unknown-field': ([field = ''], snapshot, found) => fieldSuggestion(field, snapshot, found),
  'output-unknown-field': ([field = ''], snapshot, found) => fieldSuggestion(field, snapshot, found),
  'undefined-macro': ([name = ''], snapshot, found) => macroSuggestion(name, snapshot, found),
  'exception-unknown-field': ([field = ''], snapshot, found) => fieldSuggestion(field, snapshot, found),
  'unknown-event-type': ([name = '']) => near(name, eventTypes.keys()),
  'unknown-key': ([key = '']) => near(key, allKeys),
  'unknown-item': (_args, snapshot, found) => near(wordAt(snapshot, found), itemKeys),
  'unknown-source': ([source = '']) => near(source, allSources),
  'bad-field-argument': ([reason = '']) => argumentSuggestion(reason),
  'invalid-priority': ([value = '']) => ({ word: value, names: prioritiesFor(value) }),
  'condition-missing-operator': ([word = '']) => ({ word, names: operatorsFor(word) }),
  'condition-unexpected-text': ([word = ''], snapshot, found) => unexpectedText(word, snapshot, found),
  'override-bad-operation': ([operation = '']) => near(operation, ['append', 'replace']),
  'append-without-target': ([what = '', name = ''], ...where) => near(name, namesBefore(what, ...where)),
  'detection-unknown-key': ([key = '']) => near(key, [...detectionKeys, ...sentinelKeys]),
  'detection-unknown-rule': ([rule = ''], { names }) => near(rule, names.all('rule').keys()),
  'test-unknown-key': ([key = '']) => near(key, allTestKeys),
  'test-unknown-rule': ([rule = ''], { names }) => near(rule, names.all('rule').keys()),
  'test-unknown-query': ([name = ''], { names, detections }) =>
    near(name, [...names.all('rule').keys(), ...detections.map((detection) => detection.name.value)]),
  'override-without-target': ([name = ''], ...where) => near(name, namesBefore('rule', ...where)),
  'enable-without-target': ([name = ''], ...where) => near(name, namesBefore('rule', ...where)),
};

const allTestKeys = new Set([
  ...testKeys,
  ...ruleAlertKeys,
  ...fileAlertKeys,
  ...inlineAlertKeys,
  ...expectKeys,
  ...wazuhKeys,
  ...sentinelTestKeys,
]);
const exceptionKeys = ['name', 'fields', 'comps', 'values'];
const allSources = new Set([syscallSource, ...[...knownPlugins.values()].map(({ source }) => source)]);
const itemKeys = ['rule', 'macro', 'list', 'required_engine_version', 'required_plugin_versions'];
const allKeys = [...new Set([...ruleKeys, ...macroKeys, ...listKeys, ...exceptionKeys])];

/** Arguments of events by name: `evt.arg.flags`. */
function argumentSuggestion(reason: string): Suggestion | undefined {
  const word = /^no event has an argument `(.+)`$/.exec(reason)?.[1];
  return word === undefined ? undefined : near(word, argumentNames());
}

/** A word that joins checks in other languages, or what a list became that stands right of `=`. */
function unexpectedText(word: string, snapshot: Snapshot, found: FileFinding): Suggestion {
  const list = wordAt(snapshot, found);
  if (!snapshot.load.collector.lists.has(list)) return { word, names: connectives.get(word) ?? [] };
  return { word, names: [], note: `\`${list}\` is a list: compare with it by \`in (${list})\`.` };
}

/** Lists are put in as text, so it is the first item of a list that is reported where a list stands alone. */
function macroSuggestion(name: string, snapshot: Snapshot, found: FileFinding): Suggestion {
  const { lists, macros } = snapshot.load.collector;
  const word = wordAt(snapshot, found);
  const official = officialNote('macro', name);
  if (!lists.has(word))
    return official === undefined ? near(name, macros.keys()) : { word, names: [], note: official };
  const note = `\`${word}\` is a list: compare a field with it, e.g. \`proc.name in (${word})\`.`;
  return { word, names: [], note };
}

/** The names of a kind that items before the finding define: others cannot be changed there. */
function namesBefore(what: string, { loadOrder }: Snapshot, { file, finding }: FileFinding): string[] {
  const names: string[] = [];
  for (const { uri, read } of loadOrder) {
    for (const { item, start } of read.items) {
      if (uri === file && start + item.node.span.end >= finding.span.start) return names;
      const definition = definitionOf(item);
      if (definition?.what === what) names.push(definition.name);
    }
  }
  return names;
}

/** The word at the start of a finding's characters. */
function wordAt(snapshot: Snapshot, { file, finding }: FileFinding): string {
  const text = snapshot.files.get(file)?.text.slice(finding.span.start, finding.span.end) ?? '';
  return /^\w*/.exec(text)![0];
}
