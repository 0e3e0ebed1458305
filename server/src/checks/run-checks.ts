import type { EngineVersion, Item } from '../falco/items/item.ts';
import type { CollectedRule } from '../falco/load/collector.ts';
import { joinScalars } from '../falco/load/composed-text.ts';
import type { ConditionCache } from '../falco/load/condition-cache.ts';
import { fileSpan, type PlacedItem } from '../falco/load/placed-item.ts';
import type { ReadFile } from '../falco/load/read-file.ts';
import type { Recipe } from '../falco/load/recipe.ts';
import type { Work } from '../falco/load/work.ts';
import type { FieldTable } from '../falco/tables/fields.ts';
import { shift } from '../text/span.ts';
import { conditionOf } from '../workspace/locate.ts';
import { ruleOutput } from '../workspace/rule-outputs.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import { engineOf } from '../workspace/settings.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { allChecks } from './all-checks.ts';
import type { Check, FileFinding, Fix, OutputFinding } from './check.ts';
import { compiledRulesIn } from './touched-by-file.ts';

/** Something that a check found; `rank` is the check's place in the order of all. */
interface Ranked<Found> {
  readonly rank: number;
  readonly found: Found;
}

/** What our own checks find in a file of a snapshot, check by check. */
export function runChecks(snapshot: Snapshot, file: RulesFile): FileFinding[] {
  const { read, uri } = file;
  const kind = kindOf(file);
  if (kind === 'rules' && !snapshot.loadOrder.includes(file)) return [];
  const target = engineOf(snapshot.settings);
  const found = [...fileFindings(read, itemChecksOf[kind], target, snapshot.conditions.work)];
  const inRules = kind === 'rules' ? inOutputs(snapshot, file, target) : [];
  for (const each of inRules) if (each.found.file === uri) found.push(each);
  for (const each of inFile(snapshot, file, kind)) if (each.found.file === uri) found.push(each);
  return found.sort((a, b) => a.rank - b.rank).map((each) => each.found);
}

function kindOf({ isDetectionsFile, isTestsFile }: RulesFile): 'rules' | 'detections' | 'tests' {
  if (isDetectionsFile) return 'detections';
  return isTestsFile ? 'tests' : 'rules';
}

/** The checks of a kind, each with its rank. */
function checksOf<Of extends Check['of']>(...kinds: readonly Of[]): Ranked<Extract<Check, { of: Of }>>[] {
  return allChecks.flatMap((check, rank) =>
    (kinds as readonly string[]).includes(check.of)
      ? [{ rank, found: check as Extract<Check, { of: Of }> }]
      : [],
  );
}

const itemChecks = checksOf('item', 'condition');
const itemChecksOf = {
  rules: itemChecks,
  detections: checksOf('item').filter(({ found }) => found.inDetections),
  tests: [],
} as const;
const outputChecks = checksOf('output');
const fileChecks = checksOf('file');

/** Findings as they were for the engine that was checked for last. */
class ByTarget<Thing extends object, Found> {
  private readonly known = new WeakMap<Thing, { readonly target: string; readonly found: Found }>();

  get(thing: Thing, target: EngineVersion, find: () => Found): Found {
    const known = this.known.get(thing);
    if (known?.target === target.text) return known.found;
    const found = find();
    this.known.set(thing, { target: target.text, found });
    return found;
  }
}

const filesSeen = new ByTarget<ReadFile, readonly Ranked<FileFinding>[]>();
const itemsSeen = new ByTarget<Item, readonly Ranked<FileFinding>[]>();

/** What is to be said of the items of a file, each on its own; spans count in the file. */
function fileFindings(
  read: ReadFile,
  checks: readonly (typeof itemChecks)[number][],
  target: EngineVersion,
  work: Work,
): readonly Ranked<FileFinding>[] {
  return filesSeen.get(read, target, () => {
    const found: Ranked<FileFinding>[] = [];
    for (const placed of read.items) {
      for (const each of itemFindings(placed.item, checks, target, work)) {
        found.push({ rank: each.rank, found: moved(each.found, placed) });
      }
    }
    return found;
  });
}

/** What is to be said of an item wherever it stands; spans count in its text. */
function itemFindings(
  item: Item,
  checks: readonly (typeof itemChecks)[number][],
  target: EngineVersion,
  work: Work,
): readonly Ranked<FileFinding>[] {
  return itemsSeen.get(item, target, () => {
    work.itemsChecked++;
    const placed: PlacedItem = { file: '', start: 0, item };
    const condition = conditionOf(placed);
    const isReadable = condition?.parsed.problems.length === 0;
    const found: Ranked<FileFinding>[] = [];
    for (const { rank, found: check } of checks) {
      if (check.of === 'item')
        for (const each of check.find(placed, target)) found.push({ rank, found: each });
      else if (isReadable)
        for (const each of check.find(condition, target)) found.push({ rank, found: each });
    }
    return found;
  });
}

function moved({ finding, fixes }: FileFinding, { file, start }: PlacedItem): FileFinding {
  return {
    file,
    finding: { ...finding, span: shift(finding.span, start) },
    fixes: fixes.map((fix) => movedFix(fix, start)),
  };
}

function movedFix({ title, edits }: Fix, start: number): Fix {
  return { title, edits: edits.map(({ span, newText }) => ({ span: shift(span, start), newText })) };
}

/** What is to be said of the outputs of the rules of a file that compile. */
function* inOutputs(
  snapshot: Snapshot,
  file: RulesFile,
  target: EngineVersion,
): Iterable<Ranked<FileFinding>> {
  const { load, tables } = snapshot;
  for (const { name } of compiledRulesIn(snapshot, file)) {
    const rule = load.collector.rules.get(name);
    const table = rule && tables.forSource(rule.source);
    if (rule === undefined || table === undefined) continue;
    if (rule.output.every(({ scalar }) => scalar.isNull)) continue; // still to be written
    for (const { rank, found } of outputFindings(rule, table, target, snapshot.conditions)) {
      const place = joinScalars(rule.output).finish().locate(found.span);
      const finding = { ...found.finding, span: fileSpan(place) };
      yield { rank, found: { file: place.placed.file, finding, fixes: [] } };
    }
  }
}

interface OutputSeen {
  readonly table: FieldTable;
  readonly found: readonly Ranked<OutputFinding>[];
}

const outputsSeen = new ByTarget<Recipe, OutputSeen>();

function outputFindings(
  rule: CollectedRule,
  table: FieldTable,
  target: EngineVersion,
  cache: ConditionCache,
): readonly Ranked<OutputFinding>[] {
  const find = (): OutputSeen => {
    const output = ruleOutput(rule, table, cache);
    const found = outputChecks.flatMap(({ rank, found: check }) =>
      [...check.find(output, target)].map((each) => ({ rank, found: each })),
    );
    return { table, found };
  };
  const seen = outputsSeen.get(rule.recipe, target, find);
  return seen.table === table ? seen.found : find().found;
}

function* inFile(
  snapshot: Snapshot,
  file: RulesFile,
  kind: keyof typeof itemChecksOf,
): Iterable<Ranked<FileFinding>> {
  for (const { rank, found: check } of fileChecks) {
    if ((check.in ?? 'rules') !== kind) continue;
    for (const found of check.find(snapshot, file)) yield { rank, found };
  }
}
