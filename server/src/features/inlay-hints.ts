import { eventTypesOf } from '../falco/event-types/event-types.ts';
import { parsePriority } from '../falco/items/item.ts';
import type { PlacedItem } from '../falco/load/placed-item.ts';
import { syscallSource } from '../falco/tables/fields.ts';
import { priorities } from '../falco/tables/operators.ts';
import { type Span, shift } from '../text/span.ts';
import { factsOf } from '../workspace/item-facts.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { valueUnder } from '../yaml/node.ts';
import type { Topic } from './topic.ts';

/** A few words shown in a line without standing in the file. */
export interface InlayHint {
  /** The offset that it is shown at. */
  readonly at: number;
  readonly label: string;
  /** What `describeTopic` can tell more about. */
  readonly topic?: Topic;
}

/** Which hints are wanted. */
export interface HintChoice {
  /** How many items a list stands for, where it is used. */
  readonly listSizes: boolean;
  /** The event types that a rule looks at, after its name. */
  readonly eventTypes: boolean;
  /** The number of a priority, 0 the most serious. */
  readonly priorityLevels: boolean;
}

/** No more event types than these are named one by one. */
const mostNamed = 3;

/** The hints within some characters of a file, in the order of their places. */
export function inlayHints(
  snapshot: Snapshot,
  file: RulesFile,
  within: Span,
  wanted: HintChoice,
): InlayHint[] {
  const shown = file.read.items.filter(
    ({ start, item }) => start <= within.end && within.start <= start + item.text.length,
  );
  return shown
    .flatMap((placed) => [
      ...(wanted.listSizes ? listSizes(snapshot, placed) : []),
      ...(wanted.eventTypes ? eventTypes(snapshot, placed) : []),
      ...(wanted.priorityLevels ? priorityLevel(placed) : []),
    ])
    .filter(({ at }) => within.start <= at && at <= within.end)
    .sort((a, b) => a.at - b.at);
}

function listSizes({ load, names }: Snapshot, { item, start }: PlacedItem): InlayHint[] {
  return [...factsOf(item).words].flatMap(([name, places]) => {
    if (names.definitionsOf('list', name).length === 0) return [];
    const count = load.compiled.lists.get(name)?.items.length;
    if (count === undefined) return [];
    const label = count === 1 ? '1 item' : `${count} items`;
    return places.map((place) => ({ at: start + place.end, label, topic: { kind: 'list', name } as const }));
  });
}

function eventTypes({ load, tables }: Snapshot, { item, start }: PlacedItem): InlayHint[] {
  const { nameSpan, isUpdate } = factsOf(item);
  const rule = item.kind === 'rule' && !isUpdate ? load.compiled.rules.get(item.name) : undefined;
  if (rule === undefined || rule.source !== syscallSource) return [];
  const result = eventTypesOf(rule.resolved, tables.asyncEvents);
  if (!result.ok) return [];
  const { names } = result.types;
  const label = names.length <= mostNamed ? names.join(', ') : `${names.length} event types`;
  return [
    {
      at: shift(nameSpan, start).end,
      label: label || 'no event types',
      topic: { kind: 'rule', name: item.name },
    },
  ];
}

function priorityLevel({ item, start }: PlacedItem): InlayHint[] {
  const value =
    item.kind === 'rule' && item.node.kind === 'map' ? valueUnder(item.node, 'priority') : undefined;
  const name = value?.kind === 'scalar' ? parsePriority(value.value) : undefined;
  const priority = priorities.find((each) => each.name === name);
  if (value === undefined || priority === undefined) return [];
  const topic = { kind: 'priority', name: priority.name } as const;
  return [{ at: start + value.span.end, label: `level ${priority.severity}`, topic }];
}
