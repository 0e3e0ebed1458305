import { type EventValue, eventOf } from '../../falco/evaluate/event.ts';
import type { CollectedRule } from '../../falco/load/collector.ts';
import type { PlacedItem } from '../../falco/load/placed-item.ts';
import type { Alert } from '../../replay/alert.ts';
import { replayRules } from '../../replay/replay-rules.ts';
import type { TextEdit } from '../../text/edit.ts';
import { carriedFields } from '../../workspace/carried-fields.ts';
import { itemSpan } from '../../workspace/locate.ts';
import type { RulesFile } from '../../workspace/rules-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { entryOf } from '../../yaml/node.ts';
import { flowValue, withLineEnds } from './item-text.ts';
import { keepsMeaning } from './keeps-meaning.ts';
import { type FileEdits, type Refactoring, refused, withEdits } from './refactoring.ts';

/** A field of an alert that an exception can look at. */
export interface ExceptionField {
  readonly name: string;
  /** The value as a condition writes it. */
  readonly value: string;
  /** True for those that say best what was seen. */
  readonly usual: boolean;
}

/** Fields that say what is known to be harmless, the best first; two of them make a usual exception. */
export const usualFields: readonly string[] = [
  'proc.name',
  'proc.pname',
  'container.image.repository',
  'fd.name',
  'ka.user.name',
  'ka.target.name',
  'ct.user',
  'user.name',
];

/** The fields of an alert that an exception of its rule can compare with `=`, or why there are none. */
export function exceptionFields(
  snapshot: Snapshot,
  alert: Alert,
): { readonly fields: readonly ExceptionField[] } | { readonly reason: string } {
  const { rule: name } = alert;
  if (name === undefined) return { reason: 'The alert does not say which rule it is from.' };
  if (!snapshot.load.compiled.rules.has(name)) {
    return { reason: `The rule “${name}” is not in these files, or has errors.` };
  }
  const carried = carriedFields(snapshot, name) ?? [];
  const known = carried.flatMap(({ key, operand }) => {
    const value = Object.hasOwn(alert.fields, key) ? writtenValue(snapshot, alert.fields[key]!) : undefined;
    return operand.kind === 'field' && value !== undefined ? [{ name: key, value }] : [];
  });
  if (known.length === 0)
    return { reason: 'The alert carries no value that the rule could be told to except.' };
  const present = usualFields.filter((each) => known.some((field) => field.name === each)).slice(0, 2);
  const usual = present.length === 0 ? [known[0]!.name] : present;
  return { fields: known.map((field) => ({ ...field, usual: usual.includes(field.name) })) };
}

/**
 * Adds an exception for the values that an alert has in `names` to the alert's rule: where the rule is written, or,
 * for one of Falco's own files, in a local file that is loaded after it. Refused where the rule would still fire on
 * the alert, or something else would change.
 */
export function addException(snapshot: Snapshot, alert: Alert, names: readonly string[]): Refactoring {
  const possible = exceptionFields(snapshot, alert);
  if ('reason' in possible) return refused(possible.reason);
  const fields = possible.fields.filter(({ name }) => names.includes(name));
  if (fields.length === 0) return refused('An exception needs a field.');
  const rule = snapshot.load.collector.rules.get(alert.rule!)!;
  if (verdictOf(snapshot, alert) === false)
    return refused(`The rule “${rule.name}” does not fire on this alert.`);
  const edits = editsFor(snapshot, rule, fields);
  const after = withEdits(snapshot, edits);
  const title = `Add an exception to “${rule.name}”`;
  if (verdictOf(after, alert) !== false) {
    return refused(`The rule “${rule.name}” would still fire: the values cannot be written in an exception.`);
  }
  const fault = keepsMeaning(snapshot.load, after.load, rule.name);
  return fault === undefined ? { ok: true, title, edits } : refused(fault);
}

function verdictOf(snapshot: Snapshot, alert: Alert) {
  return replayRules(snapshot).rules.get(alert.rule!)?.condition.evaluate(eventOf(alert.fields));
}

/** A value as a condition writes it; undefined for what is not compared with `=`. */
function writtenValue({ load }: Snapshot, value: EventValue): string | undefined {
  if (value === null || Array.isArray(value) || value === '') return undefined;
  if (typeof value !== 'string') return String(value);
  if (/^[^()"'\s=,\\]+$/.test(value) && !load.collector.lists.has(value)) return value;
  const escapes: Readonly<Record<string, string>> = {
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\b': '\\b',
    '\f': '\\f',
  };
  return `"${value.replace(/[\n\r\t\b\f\\"]/g, (c) => escapes[c] ?? `\\${c}`)}"`;
}

// ---- where it is written ----------------------------------------------------------------------------------

function editsFor(snapshot: Snapshot, rule: CollectedRule, fields: readonly ExceptionField[]): FileEdits {
  const definition = snapshot.files.get(rule.definition.file)!;
  const file = isOfficial(definition) ? (localFile(snapshot, definition) ?? definition) : definition;
  const name = exceptionName(rule, fields);
  const within = file === definition ? placeInRule(definition, rule.definition) : undefined;
  const edit = within === undefined ? inOverride(file, rule, name, fields) : inRule(within, name, fields);
  return new Map([[file.uri, [{ ...edit, newText: withLineEnds(edit.newText, file.text) }]]]);
}

/** Falco's own files, which its next version replaces. */
function isOfficial({ uri }: RulesFile): boolean {
  return /(?:^|\/)(?:falco|falco-incubating|falco-sandbox|k8s_audit|aws_cloudtrail|okta|github)_rules\.ya?ml$/.test(
    uri,
  );
}

/** The file for one's own changes that is loaded after another, one with `local` in its name before others. */
function localFile({ loadOrder }: Snapshot, official: RulesFile): RulesFile | undefined {
  const later = loadOrder.slice(loadOrder.indexOf(official) + 1).filter((file) => !isOfficial(file));
  return later.find(({ uri }) => /local[^/]*$/.test(uri)) ?? later[0];
}

function exceptionName(rule: CollectedRule, fields: readonly ExceptionField[]): string {
  const base = fields.map(({ name }) => name.replace(/\W+/g, '_')).join('_');
  const isTaken = (name: string) => rule.exceptions.some((each) => each.name === name);
  let name = base;
  for (let i = 2; isTaken(name); i++) name = `${base}_${i}`;
  return name;
}

function entryLines(name: string, fields: readonly ExceptionField[]): string[] {
  const list = (values: readonly string[]) => `[${values.map(flowValue).join(', ')}]`;
  return [
    `- name: ${name}`,
    `  fields: ${list(fields.map((field) => field.name))}`,
    `  comps: ${list(fields.map(() => '='))}`,
    '  values:',
    `    - ${list(fields.map(({ value }) => value))}`,
  ];
}

/** A place for a new exception within a rule, on a line of its own. */
interface Place {
  readonly offset: number;
  readonly indent: string;
  /** Whether the rule has no exceptions yet. */
  readonly first: boolean;
}

/** Undefined where the rule, or its exceptions, are not written in lines. */
function placeInRule({ text }: RulesFile, { start, item }: PlacedItem): Place | undefined {
  if (item.node.kind !== 'map') return undefined;
  const exceptions = entryOf(item.node, 'exceptions');
  const lineOf = (offset: number) => item.text.slice(item.text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (exceptions === undefined) {
    const indent = item.node.entries
      .map(({ key }) => lineOf(key.span.start))
      .find((line) => /^ +$/.test(line));
    if (indent === undefined) return undefined;
    return { offset: endOfText(text, start + item.node.span.end), indent, first: true };
  }
  const [last] = exceptions.value.kind === 'list' ? exceptions.value.items.slice(-1) : [];
  const indent = last?.kind === 'map' ? /^( *)- +$/.exec(lineOf(last.span.start))?.[1] : undefined;
  if (last === undefined || indent === undefined) return undefined;
  return { offset: endOfText(text, start + last.span.end), indent, first: false };
}

/** The end of the last line of what ends at an offset, empty lines left out. */
function endOfText(text: string, offset: number): number {
  const end = text.slice(0, offset).trimEnd().length;
  const lineEnd = text.indexOf('\n', end);
  const line = lineEnd === -1 ? text.length : lineEnd;
  return text[line - 1] === '\r' ? line - 1 : line;
}

function inRule(place: Place, name: string, fields: readonly ExceptionField[]): TextEdit {
  const lines = entryLines(name, fields);
  const own = place.first ? ['exceptions:', ...lines.map((line) => `  ${line}`)] : lines;
  const newText = own.map((line) => `\n${place.indent}${line}`).join('');
  return { span: { start: place.offset, end: place.offset }, newText };
}

/** An item of its own that appends to the rule's exceptions, at the end of a file. */
function inOverride(
  { text, read }: RulesFile,
  rule: CollectedRule,
  name: string,
  fields: readonly ExceptionField[],
): TextEdit {
  const margin = ' '.repeat(marginOf(text, read.items[0]));
  const lines = [
    `- rule: ${flowValue(rule.name)}`,
    '  exceptions:',
    ...entryLines(name, fields).map((line) => `    ${line}`),
    '  override:',
    '    exceptions: append',
  ];
  const end = text.trimEnd().length;
  const before = end === 0 ? '' : '\n\n';
  return {
    span: { start: end, end: text.length },
    newText: `${before}${lines.map((line) => `${margin}${line}\n`).join('')}`,
  };
}

/** The column of the dashes of a file. */
function marginOf(text: string, first: PlacedItem | undefined): number {
  if (first === undefined) return 0;
  const { start } = itemSpan(first);
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return line.length - line.trimStart().length;
}
