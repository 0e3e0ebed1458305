#!/usr/bin/env node
// Writes the generated language tables of server/src/falco/tables from the folder of measured facts.
//   node tools/tables/generate.mjs           writes the files
//   node tools/tables/generate.mjs --check   exits 1 where a committed file is stale
// The folder is named by FALCO_FACTS (default: ../shared, beside the checkout). Only facts are taken over
// (names, types, flags, versions), never a sentence: descriptions are our own, in field-descriptions.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const facts = resolve(root, process.env.FALCO_FACTS ?? '../shared', 'falco');
const tables = join(root, 'server/src/falco/tables');

/** Reads one file of facts. */
function readFacts(name) {
  return JSON.parse(readFileSync(join(facts, name), 'utf8'));
}

/** Every generated file with its text, rows one a line so that diffs read well. */
function generatedFiles() {
  const since = readFacts('since.json');
  return {
    'fields.generated.json': fieldsFile(readFacts('fields.json'), readFacts('plugin_fields.json'), since),
    'events.generated.json': eventsFile(readFacts('events.json'), since),
    'since.generated.json': sinceFile(since),
  };
}

// ---- fields -------------------------------------------------------------------------------------------

/** Plugin types in the engine's names. */
const engineTypes = {
  string: 'CHARBUF',
  uint64: 'UINT64',
  bool: 'BOOL',
  ipaddr: 'IPADDR',
  ipnet: 'IPNET',
  reltime: 'RELTIME',
  abstime: 'ABSTIME',
};

/**
 * How the engine reads the argument of these fields: in which forms, and whether it can be a number (index)
 * or a word (key). Its other fields with an argument take a number in brackets; fields.json declares neither.
 */
const coreArguments = {
  'evt.arg': ['dot', 'bracket', 'index', 'key'],
  'evt.rawarg': ['dot', 'key'],
  'evt.type.is': ['dot', 'index', 'key'],
  'thread.cgroup': ['dot', 'key'],
  'proc.env': ['bracket', 'key'],
  'proc.aenv': ['bracket', 'index', 'key'],
};

/** Declared as needing an argument, read by the engine without one: its two forms are names of their own. */
const fieldsWithoutArgument = ['evt.abspath'];

function fieldsFile(core, plugins, since) {
  const undeclared = undeclaredNames(since);
  const coreRows = (classes) =>
    classes.flatMap(({ fields, hidden }) =>
      fields.flatMap((field) => [
        coreRow(field, hidden),
        ...undeclared
          .filter((name) => name.startsWith(`${field.name}.`))
          .map((name) => coreRow({ ...field, name, arg: {} }, hidden)),
      ]),
    );
  return document({
    engine: JSON.stringify(core.falco.match(/engine ([\d.]+)/)[1]),
    generic: rows(coreRows(core.classes.filter((each) => each.generic))),
    syscall: rows(coreRows(core.classes.filter((each) => !each.generic))),
    plugins: rowsOf(plugins.plugins.map(pluginText)),
  });
}

/** Without `evt.type.is.N`, which is `evt.type.is` with a number for its argument. */
function undeclaredNames(since) {
  return Object.keys(since._meta.undeclared_names).filter((name) => !name.endsWith('.N'));
}

function coreRow(field, hidden) {
  const argument = fieldsWithoutArgument.includes(field.name) ? {} : field.arg;
  return [
    field.name,
    field.type,
    ...argumentFlags(argument.required, argument.allowed, coreArguments[field.name] ?? ['bracket', 'index']),
    ...flags({
      list: field.is_list,
      deprecated: field.deprecated,
      hidden,
      'filter-only': field.filter_only,
      'print-only': field.print_only,
      'table-only': field.table_only,
      'no-right-hand': field.no_rhs_field,
      'no-transformer': field.no_transformer,
      suggested: field.format_suggested,
    }),
  ];
}

function pluginText({ name, version, source, extract_sources, async_events, fields }) {
  const head = { name, version, source, extractSources: extract_sources, asyncEvents: async_events };
  return `{${JSON.stringify(head).slice(1, -1)},"fields":${rows(fields.map(pluginRow))}}`;
}

/** The engine reads the property `hidden` as its flag "table only" (listed nowhere, accepted everywhere). */
function pluginRow(field) {
  const { isRequired, isIndex, isKey } = field.arg;
  return [
    field.name,
    engineTypes[field.type],
    ...argumentFlags(isRequired, isIndex || isKey, ['bracket', ...flags({ index: isIndex, key: isKey })]),
    ...flags({
      list: field.isList,
      'table-only': field.properties.includes('hidden'),
      suggested: field.addOutput,
    }),
  ];
}

function argumentFlags(required, allowed, kinds) {
  if (!required && !allowed) return [];
  return [required ? 'argument-required' : 'argument-allowed', ...kinds];
}

function flags(of) {
  return Object.entries(of)
    .filter(([, set]) => set)
    .map(([flag]) => flag);
}

// ---- events -------------------------------------------------------------------------------------------

function eventsFile(events, since) {
  const names = events.valid_evt_type_values.filter((name) => name !== '');
  return document({
    types: rows(names.map((name) => [name, since.events[name]?.kind ?? 'internal'])),
    events: rows(events.events.map(eventRow)),
  });
}

/** `[name, state, "parameter TYPE"…]`; the row's place is the event's number. */
function eventRow({ name, old, unused, params }) {
  const state = unused ? 'unused' : old ? 'old' : '';
  return [name, state, ...params.map((each) => `${each.name} ${each.type === '<NA>' ? 'NONE' : each.type}`)];
}

// ---- since --------------------------------------------------------------------------------------------

function sinceFile(since) {
  return document({
    releases: rows(
      since.releases.map((each) => [each.falco, each.engine, each.date, each.container_plugin ?? '']),
    ),
    field: record([...sinceRows(since.fields), ...undeclaredRows(since)]),
    operator: record(sinceRows(since.operators)),
    transformer: record(sinceRows(since.transformers)),
    'rule-key': record(sinceRows(since.rule_keys)),
    code: record(sinceRows(since.codes)),
    event: record(sinceRows(since.events)),
    'event-argument': record(sinceRows(since.event_args)),
    syntax: record(sinceRows(since.syntax)),
  });
}

function sinceRows(table) {
  return Object.entries(table).map(([name, facts]) => [name, sinceRow(facts)]);
}

/** Names that the engine reads without declaring them are as old as the field that they belong to. */
function undeclaredRows(since) {
  return undeclaredNames(since).map((name) => {
    const field = name.slice(0, name.lastIndexOf('.'));
    return [name, sinceRow(since.fields[field])];
  });
}

/** `[falco, engine, "key value"…]`; a version beginning with `<=` was there in the oldest release measured. */
function sinceRow(facts) {
  const argument = facts.arg && facts.arg.since_falco !== facts.since_falco ? facts.arg : undefined;
  const extras = {
    development: facts.since_engine_dev === facts.since_engine ? undefined : facts.since_engine_dev,
    removed: facts.removed_falco,
    'removed-engine': facts.removed_engine,
    deprecated: facts.deprecated_falco,
    'deprecated-engine': facts.deprecated_engine,
    argument: argument?.since_falco,
    'argument-engine': argument?.since_engine,
    plugin: facts.plugin?.name ?? (typeof facts.plugin === 'string' ? facts.plugin : undefined),
    'plugin-since': facts.plugin?.since_falco,
    instead: facts.k8smeta_equivalent ?? facts.renamed_to,
  };
  const written = Object.entries(extras).filter(([, value]) => value !== undefined && value !== null);
  return [facts.since_falco, facts.since_engine, ...written.map(([key, value]) => `${key} ${value}`)];
}

// ---- writing ------------------------------------------------------------------------------------------

function rows(list) {
  return rowsOf(list.map((row) => JSON.stringify(row)));
}

function rowsOf(texts) {
  return `[\n${texts.join(',\n')}\n]`;
}

function record(entries) {
  return `{\n${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',\n')}\n}`;
}

function document(parts) {
  const entries = Object.entries(parts).map(([name, text]) => `${JSON.stringify(name)}: ${text}`);
  return `{\n${entries.join(',\n')}\n}\n`;
}

function staleFiles(files) {
  return Object.entries(files)
    .filter(([name, text]) => {
      const path = join(tables, name);
      return !existsSync(path) || readFileSync(path, 'utf8') !== text;
    })
    .map(([name]) => name);
}

function main() {
  if (!existsSync(facts)) {
    console.error(
      `There is no folder of facts at ${facts}. Set FALCO_FACTS to the folder that holds "falco".`,
    );
    process.exit(2);
  }
  const files = generatedFiles();
  const stale = staleFiles(files);
  if (process.argv.includes('--check')) {
    if (stale.length === 0) return;
    console.error(`Stale: ${stale.join(', ')}. Run: node tools/tables/generate.mjs`);
    process.exit(1);
  }
  for (const name of stale) writeFileSync(join(tables, name), files[name]);
  console.log(stale.length === 0 ? 'Tables are up to date.' : `Wrote ${stale.join(', ')}.`);
}

main();
