import {
  type FieldInfo,
  type FieldType,
  fieldTypes,
  knownField,
  type ListedField,
  syscallSource,
} from '../tables/fields.ts';
import type { Outcome } from './outcome.ts';
import { readFieldMarkdown } from './read-field-markdown.ts';
import { isObject, type JsonObject, objectsIn, readJson, textOf, textsIn } from './read-json.ts';

/** What an installed Falco tells of its fields. */
export interface ImportedFields {
  readonly fields: readonly ListedField[];
  /** `syscall` and all others that fields can be used with. */
  readonly sources: readonly string[];
  /** The plugins that add fields. */
  readonly plugins: readonly string[];
}

/** How the name of a plugin's class of fields ends. */
const pluginSuffix = ' (plugin)';

/**
 * Reads what `falco --list` prints with `--format json`, or with `--markdown` where it is too old for that:
 * classes of fields with the event sources of each. What the list does not tell (forms of arguments, `val(…)`,
 * transformers, suggested outputs; in Markdown all of arguments) is taken from our own field of that name. Entries without a name are passed over; a type that we do not know counts as text.
 */
export function importFields(text: string): Outcome<ImportedFields> {
  const listed = objectsIn(readJson(text)?.fieldclasses);
  const classes = listed.length > 0 ? listed : readFieldMarkdown(text);
  const sources = new Set([syscallSource, ...classes.flatMap(({ event_sources }) => textsIn(event_sources))]);
  const fields = classes.flatMap((each) => fieldsOf(each, sources));
  if (fields.length === 0) {
    return { ok: false, problem: 'It does not list its fields.' };
  }
  const plugins = classes.flatMap(({ name }) => pluginOf(textOf(name)) ?? []);
  return { ok: true, value: { fields, sources: [...sources], plugins: [...new Set(plugins)] } };
}

function fieldsOf(group: JsonObject, allSources: ReadonlySet<string>): ListedField[] {
  const named = textsIn(group.event_sources);
  const sources = named.length === 0 ? [...allSources] : named;
  const plugin = pluginOf(textOf(group.name));
  return objectsIn(group.fields)
    .filter(({ name }) => textOf(name) !== '')
    .map((told) => ({ sources, field: fieldOf(told, plugin) }));
}

function pluginOf(className: string): string | undefined {
  return className.endsWith(pluginSuffix) ? className.slice(0, -pluginSuffix.length) : undefined;
}

function fieldOf(told: JsonObject, plugin: string | undefined): FieldInfo {
  const name = textOf(told.name);
  const own = knownField(name, plugin);
  return {
    ...(own ?? untold),
    name,
    type: typeOf(told) ?? own?.type ?? 'CHARBUF',
    list: typeof told.is_list === 'boolean' ? told.is_list : (own?.list ?? false),
    deprecated: told.is_deprecated === true,
    ...argumentOf(told.argument, own),
    ...(plugin === undefined ? {} : { plugin }),
  };
}

/** What is assumed of a field that we do not know. */
const untold = {
  hidden: false,
  filterOnly: false,
  printOnly: false,
  tableOnly: false,
  noRightHand: false,
  noTransformer: false,
  suggestedOutput: false,
  generic: false,
} as const satisfies Partial<FieldInfo>;

type Argument = Pick<FieldInfo, 'argument' | 'argumentForms' | 'index' | 'key'>;

const noArgument: Argument = { argument: 'none', argumentForms: [], index: false, key: false };

/** Assumed of fields that we do not know where nothing is told: better no problem than a false one. */
const anyArgument: Argument = { argument: 'allowed', argumentForms: ['bracket'], index: true, key: true };

/**
 * Falco declares arguments of `evt.arg` and `evt.abspath` without saying what they can be, and asks for others
 * than it declares: there our measurement holds.
 */
function argumentOf(told: unknown, own: FieldInfo | undefined): Argument {
  if (told === null) return noArgument;
  if (!isObject(told)) return pickArgument(own);
  const types = textsIn(told.type);
  if (types.length === 0 && own !== undefined) return pickArgument(own);
  return {
    argument: told.required === true ? 'required' : 'allowed',
    argumentForms: own === undefined || own.argument === 'none' ? ['bracket'] : own.argumentForms,
    index: types.includes('INDEX'),
    key: types.includes('KEY'),
  };
}

function pickArgument(own: FieldInfo | undefined): Argument {
  if (own === undefined) return anyArgument;
  const { argument, argumentForms, index, key } = own;
  return { argument, argumentForms, index, key };
}

function typeOf({ type }: JsonObject): FieldType | undefined {
  return fieldTypes().has(type as FieldType) ? (type as FieldType) : undefined;
}
