import { eventTypes } from '../tables/events.ts';
import type { InstalledTables } from '../tables/fields.ts';
import { type FalcoProgram, type Printed, withReason } from './falco-program.ts';
import { importEvents } from './import-events.ts';
import { type ImportedFields, importFields } from './import-fields.ts';
import { importPlugins } from './import-plugins.ts';
import type { Outcome } from './outcome.ts';
import { type InstalledVersion, readVersion } from './read-version.ts';

/** An installed Falco: its versions and its tables. */
export interface InstalledFalco {
  readonly version: InstalledVersion;
  /** Absent where it does not tell its fields: then our own tables serve, as far as its version has them. */
  readonly tables?: InstalledTables;
  /** Why there are no tables. */
  readonly problem?: string;
}

/**
 * Asks an installed Falco for its versions, fields, events and plugins. Without versions there is nothing to
 * work with; what else it does not tell stays as in our own tables.
 */
export async function importFalco({ run }: Pick<FalcoProgram, 'run'>): Promise<Outcome<InstalledFalco>> {
  const printed = await run(['--version']);
  if (!printed.ok) return printed;
  const version = readVersion(printed.value.output);
  if (!version.ok) return withReason(version.problem, printed.value);
  const imported = await importFieldsOf(run);
  if (!imported.ok) {
    const problem = `${imported.problem} Our own tables are used, for engine ${version.value.engine}.`;
    return { ok: true, value: { version: version.value, problem } };
  }
  const plugins = outputOf(await run(['--list-plugins']));
  const events = outputOf(await run(['--list-events']));
  return {
    ok: true,
    value: { version: version.value, tables: tablesOf(imported.value, plugins, events) },
  };
}

/** As JSON, or as a Markdown table, which older releases print. */
async function importFieldsOf(run: FalcoProgram['run']): Promise<Outcome<ImportedFields>> {
  const asJson = await run(['--list', '--format', 'json']);
  if (!asJson.ok) return asJson;
  const imported = fieldsIn(asJson.value);
  if (imported.ok) return imported;
  const asTable = await run(['--list', '--markdown']);
  return asTable.ok ? fieldsIn(asTable.value) : asTable;
}

function fieldsIn(printed: Printed): Outcome<ImportedFields> {
  const imported = importFields(printed.output);
  return imported.ok ? imported : withReason(imported.problem, printed);
}

function tablesOf({ fields, sources, plugins }: ImportedFields, pluginText: string, eventText: string) {
  const loaded = importPlugins(pluginText);
  const opened = loaded.map(({ source }) => source).filter((source) => source !== '');
  const events = importEvents(eventText);
  const names = events.ok ? events.value.map(({ name }) => name) : [];
  return {
    fields,
    sources: [...new Set([...sources, ...opened])],
    plugins: [...new Set([...plugins, ...loaded.map(({ name }) => name)])],
    eventTypes: names.filter((name) => !eventTypes.has(name)),
  } satisfies InstalledTables;
}

function outputOf(printed: Outcome<Printed>): string {
  return printed.ok ? printed.value.output : '';
}
