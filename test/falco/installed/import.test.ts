import { describe, expect, it } from 'vitest';
import { importEvents } from '../../../server/src/falco/installed/import-events.ts';
import { importFalco } from '../../../server/src/falco/installed/import-falco.ts';
import { importFields } from '../../../server/src/falco/installed/import-fields.ts';
import { importPlugins } from '../../../server/src/falco/installed/import-plugins.ts';
import { readLoadResults } from '../../../server/src/falco/installed/read-load-results.ts';
import { readVersion } from '../../../server/src/falco/installed/read-version.ts';
import {
  createFieldTables,
  type FieldInfo,
  type InstalledTables,
} from '../../../server/src/falco/tables/fields.ts';
import { eventsText, listText, pluginsText, versionText } from './fake-falco.ts';

describe('falco --version', () => {
  it.each([
    [versionText, { falco: '0.99.1', engine: '0.62.0' }],
    ['Falco version: 0.34.1\nEngine:        16\n', { falco: '0.34.1', engine: '0.16.0' }],
    [
      '{"falco_version":"0.44.0","engine_version":"63","engine_version_semver":"0.63.0"}',
      { falco: '0.44.0', engine: '0.63.0' },
    ],
    ['{"falco_version":"0.36.0","engine_version":"26"}\n', { falco: '0.36.0', engine: '0.26.0' }],
  ])('is read from %j', (text, value) => {
    expect(readVersion(text)).toEqual({ ok: true, value });
  });

  it.each(['', 'hello', '{"falco_version":7}', '{', 'Falco version: 0.44.0\nEngine: new\n'])(
    'is missed in %j',
    (text) => expect(readVersion(text)).toMatchObject({ ok: false }),
  );
});

/** Tables of a list of fields. */
function tablesOf(text: string): InstalledTables {
  const imported = importFields(text);
  if (!imported.ok) throw new Error(imported.problem);
  return { ...imported.value, eventTypes: [] };
}

/** A list with one class that has this one field. */
const listOf = (field: object, group: object = {}) =>
  JSON.stringify({ fieldclasses: [{ name: 'c', event_sources: ['syscall'], fields: [field], ...group }] });

const fieldIn = (text: string) => tablesOf(text).fields[0]!.field;

describe('falco --list --format json', () => {
  it('gives the sources and the plugins', () => {
    expect(tablesOf(listText)).toMatchObject({ sources: ['syscall', 'acme'], plugins: ['acme'] });
  });

  it.each([
    [
      { name: 'a.b', type: 'UINT64' },
      { type: 'UINT64', list: false, argument: 'allowed', key: true },
    ],
    [{ name: 'a.b', argument: null }, { argument: 'none' }],
    [{ name: 'a.b', type: 'CHARBUF', is_list: true }, { list: true }],
    [{ name: 'a.b', type: 'L4PROTO' }, { type: 'CHARBUF' }],
    [{ name: 'a.b' }, { type: 'CHARBUF', noRightHand: false, hidden: false }],
    [
      { name: 'a.b', argument: { required: true, type: ['KEY'] } },
      { argument: 'required', argumentForms: ['bracket'], key: true, index: false },
    ],
    [
      { name: 'a.b', argument: { required: false, type: ['INDEX', 'KEY'] } },
      { argument: 'allowed', key: true, index: true },
    ],
    // What is not told comes from our own field: no `val(…)`, no transformers, the dot of evt.arg.flags.
    [
      { name: 'fd.net', type: 'IPNET' },
      { type: 'IPNET', noRightHand: true, filterOnly: true },
    ],
    [
      { name: 'evt.arg', argument: { required: true, type: [] } },
      { argument: 'required', argumentForms: ['dot', 'bracket'], key: true, index: true },
    ],
    [{ name: 'evt.abspath', argument: { required: true, type: [] } }, { argument: 'none' }],
    [{ name: 'proc.name', type: 7 }, { type: 'CHARBUF' }],
    // What is told counts more than what we know.
    [{ name: 'evt.latency', is_deprecated: false }, { deprecated: false }],
    [{ name: 'evt.num', is_deprecated: true }, { deprecated: true }],
  ])('reads the field %j', (told, expected) => {
    expect(fieldIn(listOf(told))).toMatchObject(expected);
  });

  it('takes fields without sources for those of all', () => {
    const { fields } = tablesOf(listOf({ name: 'a.b' }, { event_sources: undefined }));
    expect(fields[0]!.sources).toEqual(['syscall']);
  });

  it.each([
    '',
    'Option ‘format’ does not exist',
    '[]',
    '{"fieldclasses":7}',
    '{"fieldclasses":[null,{"name":1},{"fields":[{},null,[],{"name":""}]}]}',
    '{"fieldnames":["proc.name"]}',
    '['.repeat(100_000),
  ])('says so where there is none', (text) => {
    expect(importFields(text)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('list its fields'),
    });
  });

  it('is found behind what a plugin prints', () => {
    expect(importFields(`hello from a plugin\n${listText}`)).toMatchObject({ ok: true });
  });
});

describe('falco --list --markdown', () => {
  const text = `## Field Class: process

About processes.

Event Sources: syscall acme 

Name | Type | Description
:----|:-----|:-----------
\`proc.name\` | CHARBUF | a | b
\`proc.aname\` | CHARBUF | its ancestors
\`proc.brandnew\` | UINT64 | new
\`fd.types\` | LIST(CHARBUF) | all

## Field Class: acme (plugin)

Event Sources: acme 

Name | Type | Description
:----|:-----|:-----------
\`acme.value\` | CHARBUF | by key
`;

  it('gives the fields, with the arguments that we know of', () => {
    const { fields, sources, plugins } = tablesOf(text);
    expect({ sources, plugins }).toEqual({ sources: ['syscall', 'acme'], plugins: ['acme'] });
    expect(fields.map(({ field }) => field)).toMatchObject([
      { name: 'proc.name', argument: 'none', list: false },
      { name: 'proc.aname', argument: 'allowed', index: true, key: false },
      { name: 'proc.brandnew', type: 'UINT64', argument: 'allowed' },
      { name: 'fd.types', type: 'CHARBUF', list: true },
      { name: 'acme.value', plugin: 'acme', argument: 'allowed', key: true },
    ]);
  });

  it('is asked for where there is no JSON', async () => {
    const asked: string[] = [];
    const falco = await importFalco({
      run: async (args) => {
        asked.push(args.join(' '));
        const texts: Record<string, string> = { '--version': versionText, '--list --markdown': text };
        return { ok: true, value: { output: texts[args.join(' ')] ?? '', errors: '', status: 0 } };
      },
    });
    expect(asked.slice(1, 3)).toEqual(['--list --format json', '--list --markdown']);
    expect(falco).toMatchObject({ ok: true, value: { tables: { plugins: ['acme'] } } });
  });
});

describe('tables of an installed Falco', () => {
  const tables = createFieldTables([], { ...tablesOf(listText), eventTypes: ['openat9'] });
  const has = (source: string, name: string) => tables.forSource(source)?.find(name) !== undefined;

  it.each([
    ['syscall', 'proc.brandnew', true],
    ['syscall', 'proc.name', true],
    ['acme', 'acme.users', true],
    ['acme', 'evt.num', true],
    ['acme', 'proc.name', false],
    ['syscall', 'acme.users', false],
    // Not listed, and so not there, though our own tables have it.
    ['syscall', 'proc.exepath', false],
    // Never listed: deprecated ones, those of tables, those for outputs, hidden ones.
    ['syscall', 'evt.latency', true],
    ['syscall', 'thread.nametid', true],
    ['syscall', 'evt.outputtime', true],
    ['syscall', 'util.cnt', true],
    ['acme', 'evt.latency', false],
  ])('%s: %s', (source, name, there) => {
    expect(has(source, name)).toBe(there);
  });

  it('know the new event types', () => {
    expect(tables.asyncEvents).toEqual(['openat9']);
  });

  it('keep the fields of plugins that Falco does not load, but rules need', () => {
    const both = createFieldTables(['container', 'k8saudit'], tablesOf(listText));
    expect(both.sources).toEqual(['syscall', 'acme', 'k8s_audit']);
    expect(both.forSource('syscall')!.find('container.id')).toBeDefined();
  });

  it('take a known plugin as Falco lists it', () => {
    const listed = tablesOf(listOf({ name: 'container.id' }, { name: 'container (plugin)' }));
    const table = createFieldTables([], listed).forSource('syscall')!;
    expect(table.find('container.id')).toMatchObject({ plugin: 'container', suggestedOutput: true });
    expect(table.find('container.name')).toBeUndefined();
  });
});

describe('a Falco of the version of our own tables', () => {
  const own = createFieldTables(['container', 'k8saudit']);
  const fieldsOf = (source: string) => own.forSource(source)!.fields;
  const isListed = ({ deprecated, hidden, tableOnly, printOnly }: FieldInfo) =>
    !(deprecated || hidden || tableOnly || printOnly);
  /** Our own table of a source as Falco lists it. */
  const classesOf = (source: string) =>
    [...new Set(fieldsOf(source).map(({ plugin }) => plugin))].map((plugin) => ({
      name: plugin === undefined ? 'engine' : `${plugin} (plugin)`,
      event_sources: [source],
      fields: fieldsOf(source)
        .filter((field) => field.plugin === plugin && isListed(field))
        .map(({ name, type, list, argument, index, key }) => ({
          name,
          type,
          is_list: list,
          argument:
            argument === 'none'
              ? null
              : {
                  required: argument === 'required',
                  type: [...(index ? ['INDEX'] : []), ...(key ? ['KEY'] : [])],
                },
        })),
    }));
  const text = JSON.stringify({ fieldclasses: [...classesOf('syscall'), ...classesOf('k8s_audit')] });
  const imported = createFieldTables([], tablesOf(text));
  const byName = (fields: readonly FieldInfo[]) => [...fields].sort((a, b) => (a.name < b.name ? -1 : 1));

  it.each(['syscall', 'k8s_audit'])('has exactly our own fields of %s', (source) => {
    expect(byName(imported.forSource(source)!.fields)).toEqual(byName(fieldsOf(source)));
  });

  it('has our own sources and events', () => {
    expect(imported.sources).toEqual(own.sources);
    expect(imported.asyncEvents).toEqual(own.asyncEvents);
  });
});

describe('falco --list-events', () => {
  const open = {
    name: 'open',
    arguments: [
      { name: 'fd', type: 'FD' },
      { name: 'name', type: 'FSPATH' },
    ],
  };
  const value = [open, { name: 'switch', arguments: [] }];

  it.each([
    [
      'lines',
      'The events below are valid for Falco *Schema Version*: 4.2.0\n## Syscall events\n\n> open(FSPATH **name**)\n< open(FD **fd**, FSPATH **name**)\n> switch()\n\n',
    ],
    [
      'Markdown',
      'Default | Dir | Name | Params \n:---|:---|:---|:---\nYes | `>` | `open` | FSPATH **name**\nYes | `<` | `open` | FD **fd**, FSPATH **name**\nNo | `>` | `switch` | \n',
    ],
  ])('is read as %s', (_, text) => {
    expect(importEvents(text)).toEqual({ ok: true, value });
  });

  it('is read as JSON', () => {
    expect(importEvents(eventsText)).toEqual({
      ok: true,
      value: [open, { name: 'openat9', arguments: [] }],
    });
  });

  it.each(['', 'hello', '{}', '{"a":[1,{}]}', `< ${'open('.repeat(50_000)}`])('is missed', (text) => {
    expect(importEvents(text)).toMatchObject({ ok: false });
  });
});

describe('falco --list-plugins', () => {
  it('gives name, version and source', () => {
    expect(importPlugins(pluginsText)).toEqual([{ name: 'acme', version: '1.2.3', source: 'acme' }]);
    expect(importPlugins('0 Plugins Loaded:\n\n')).toEqual([]);
    expect(importPlugins('Name: bare')).toEqual([{ name: 'bare', version: '', source: '' }]);
  });
});

describe('falco -V -o json_output=true', () => {
  it('gives a verdict for each file', () => {
    const error = { code: 'LOAD_ERR_VALIDATE', codedesc: 'c', message: 'm', context: {} };
    const results = [{ successful: false, errors: [error, error], warnings: [] }, { successful: true }];
    expect(readLoadResults(`log\n${JSON.stringify({ falco_load_results: results })}\n`)).toEqual({
      ok: true,
      value: [
        { successful: false, error: { code: 'LOAD_ERR_VALIDATE', message: 'm' }, warnings: [] },
        { successful: true, warnings: [] },
      ],
    });
  });

  it.each(['', 'Error: plugin requirement not satisfied', '{"falco_load_results":{}}'])(
    'misses %j',
    (text) => {
      expect(readLoadResults(text)).toMatchObject({ ok: false });
    },
  );
});

describe('importing a Falco', () => {
  const importing = (texts: Readonly<Record<string, string>>) =>
    importFalco({
      run: async ([option = '']) => {
        const output = texts[option];
        if (output === undefined) return { ok: false, problem: `no ${option}` };
        return { ok: true, value: { output, errors: 'a\nOption does not exist\n', status: 0 } };
      },
    });

  it('asks for all that there is', async () => {
    const falco = await importing({
      '--version': versionText,
      '--list': listText,
      '--list-events': eventsText,
      '--list-plugins': pluginsText,
    });
    expect(falco).toMatchObject({
      ok: true,
      value: {
        version: { engine: '0.62.0' },
        tables: { sources: ['syscall', 'acme'], plugins: ['acme'], eventTypes: ['openat9'] },
      },
    });
  });

  it('does without events and plugins', async () => {
    const falco = await importing({ '--version': versionText, '--list': listText });
    expect(falco).toMatchObject({ ok: true, value: { tables: { eventTypes: [], plugins: ['acme'] } } });
  });

  it('keeps our own tables where Falco lists no fields, and says why', async () => {
    const falco = await importing({ '--version': versionText, '--list': '' });
    if (!falco.ok) throw new Error(falco.problem);
    expect(falco.value.tables).toBeUndefined();
    expect(falco.value.problem).toMatch(
      /fields.*"Option does not exist"\. .*own tables are used, for engine 0\.62\.0/,
    );
  });

  it.each<Record<string, string>>([{}, { '--version': 'hello' }])(
    'fails without a version',
    async (texts) => {
      expect(await importing(texts)).toMatchObject({ ok: false });
    },
  );
});
