import type { ExceptionEntry, RuleUpdate } from '../falco/items/item.ts';
import type { CollectedException, CollectedRule } from '../falco/load/collector.ts';
import { joinScalars, type PlacedScalar } from '../falco/load/composed-text.ts';
import type { PlacedItem } from '../falco/load/placed-item.ts';
import { syscallSource } from '../falco/tables/fields.ts';
import { nameOf } from '../workspace/load-order.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { decodeScalar } from '../yaml/decode-scalar.ts';
import type { PreviewText } from './preview.ts';
import { flowValue, textValue } from './yaml-text.ts';

/**
 * A rule as it is after everything that is appended to it or overridden in it, as one item that means the
 * same. Comments say which file and line each part comes from.
 */
export function previewMerged(snapshot: Snapshot, name: string): PreviewText {
  const rule = snapshot.load.collector.rules.get(name);
  if (rule === undefined) {
    return { text: `# The rule ${JSON.stringify(name)} is not loaded. Its problems say why.\n` };
  }
  const origins = originsOf(snapshot, name);
  const part = (key: string, lines: readonly string[]): string[] => [
    ...(origins.get(key) ?? []).map((origin) => `  # ${key}: ${origin}`),
    ...lines,
  ];
  const text = [
    `- rule: ${textValue(name, 4)}`,
    ...part('desc', [`  desc: ${textValue(rule.description, 4)}`]),
    ...part('condition', ['  condition: >', ...rule.condition.flatMap(conditionLines)]),
    ...part('output', [`  output: ${textValue(joinScalars(rule.output).finish().text, 4)}`]),
    ...part('priority', [`  priority: ${rule.priority.toUpperCase()}`]),
    ...(rule.tags.length === 0 ? [] : part('tags', [`  tags: [${rule.tags.map(flowValue).join(', ')}]`])),
    ...switches(rule).flatMap(([key, value]) => part(key, [`  ${key}: ${value}`])),
    ...(rule.exceptions.length === 0
      ? []
      : ['  exceptions:', ...rule.exceptions.flatMap((each) => exceptionLines(snapshot, each))]),
    '',
  ];
  return { text: text.join('\n') };
}

/** The keys that are not as they are by default. */
function switches(rule: CollectedRule): (readonly [key: string, value: string])[] {
  return [
    ...(rule.source === syscallSource ? [] : [['source', flowValue(rule.source)] as const]),
    ...(rule.enabled ? [] : [['enabled', 'false'] as const]),
    ...(rule.capture ? [['capture', 'true'] as const] : []),
    ...(rule.captureDuration > 0 ? [['capture_duration', String(rule.captureDuration)] as const] : []),
    ...(rule.warnEventTypes ? [] : [['warn_evttypes', 'false'] as const]),
    ...(rule.skipIfUnknownFilter ? [['skip-if-unknown-filter', 'true'] as const] : []),
  ];
}

/** A condition's lines as they are written, or its text where it is no block. */
function conditionLines({ placed, scalar }: PlacedScalar): string[] {
  const isBlock = scalar.style === 'folded' || scalar.style === 'literal';
  const written = isBlock
    ? placed.item.text
        .slice(scalar.span.start, scalar.span.end)
        .split(/\r\n|\r|\n/)
        .slice(1)
    : decodeScalar(placed.item.text, scalar).text.split(/\r\n|\r|\n/);
  return written.flatMap((line) => (line.trim() === '' ? [] : `    ${line.trim()}`));
}

function exceptionLines(snapshot: Snapshot, exception: CollectedException): string[] {
  const { name, fields, comps, values, placed } = exception;
  return [
    `    # ${placeOf(snapshot, placed)}`,
    `    - name: ${textValue(name, 8)}`,
    ...(fields === undefined ? [] : [`      fields: ${entry(fields)}`]),
    ...(comps === undefined ? [] : [`      comps: ${entry(comps)}`]),
    ...(values.length === 0 ? [] : ['      values:']),
    ...values.flatMap(({ placed: from, value }) => [
      ...(from === placed ? [] : [`        # ${placeOf(snapshot, from)}`]),
      `        - ${entry(value)}`,
    ]),
  ];
}

function entry(value: ExceptionEntry): string {
  return value.list ? `[${value.items.map(entry).join(', ')}]` : flowValue(value.text);
}

// ---- where the parts come from --------------------------------------------------------------------------

const keyOfPart: Readonly<Partial<Record<keyof RuleUpdate, string>>> = {
  description: 'desc',
  captureDuration: 'capture_duration',
  warnEventTypes: 'warn_evttypes',
  skipIfUnknownFilter: 'skip-if-unknown-filter',
};

/** By key the places that made it what it is, in load order: what was replaced is no longer among them. */
function originsOf(snapshot: Snapshot, name: string): ReadonlyMap<string, readonly string[]> {
  const origins = new Map<string, string[]>();
  for (const { read } of snapshot.loadOrder) {
    for (const placed of read.items) {
      if (placed.item.kind === 'rule' && placed.item.name === name) noteItem(snapshot, origins, placed);
    }
  }
  return origins;
}

function noteItem(snapshot: Snapshot, origins: Map<string, string[]>, placed: PlacedItem): void {
  const place = placeOf(snapshot, placed);
  for (const step of placed.item.steps) {
    if (step.do === 'define-rule') {
      origins.clear();
      for (const part of Object.keys(step.rule)) origins.set(keyOf(part), [place]);
    } else if (step.do === 'append-rule') {
      for (const key of partsOf(step.update)) {
        origins.set(key, [...(origins.get(key) ?? []), `${place} (appended)`]);
      }
    } else if (step.do === 'replace-rule') {
      for (const key of partsOf(step.update)) origins.set(key, [`${place} (replaced)`]);
    } else if (step.do === 'enable-rule') {
      origins.set('enabled', [place]);
    }
  }
}

function partsOf({ name: _name, source: _source, ...parts }: RuleUpdate): string[] {
  return Object.keys(parts).map(keyOf);
}

function keyOf(part: string): string {
  return keyOfPart[part as keyof RuleUpdate] ?? part;
}

/** `falco_rules.yaml:12`. */
function placeOf(snapshot: Snapshot, { file: uri, start, item }: PlacedItem): string {
  const file = snapshot.files.get(uri);
  const line = file?.place(start + item.node.span.start).line ?? 0;
  return `${nameOf(file?.document ?? uri)}:${line + 1}`;
}
