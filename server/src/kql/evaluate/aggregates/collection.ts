import { mergeBags } from '../functions/bag.ts';
import { readAs } from '../functions/define.ts';
import type { Scalar } from '../scope.ts';
import { keyOf } from '../value/compare.ts';
import { typeOfDynamic } from '../value/convert.ts';
import type { Value } from '../value/value.ts';
import { isArray, isBag } from '../value/value.ts';
import type { AggregateCall, AggregateCompiler, AggregateTable } from './define.ts';
import { onlyIf } from './define.ts';

/** Lists and sets hold at most this many items (KQL documentation). */
const maxItems = 1_048_576;

const list = gather(false);
const set: AggregateCompiler = gatherSet;
const bag: AggregateCompiler = bagOf;
const distinct: AggregateCompiler = distinctCount;

/** Lists, sets, bags and counts of distinct values. Counts are exact where Kusto estimates. */
export const collectionAggregates: AggregateTable = {
  make_list: list,
  makelist: list,
  make_list_if: onlyIf(1, list),
  make_list_with_nulls: gather(true),
  make_set: set,
  makeset: set,
  make_set_if: onlyIf(1, set),
  make_bag: bag,
  make_bag_if: onlyIf(1, bag),
  make_dictionary: bag,
  dcount: distinct,
  dcountif: onlyIf(1, distinct),
  count_distinct: distinct,
  count_distinctif: onlyIf(1, distinct),
  buildschema: buildSchema,
};

function gather(keepNulls: boolean): AggregateCompiler {
  return ({ args }) => {
    const read = readAs(args[0]!, 'dynamic');
    const most = itemLimit(args[1]);
    return () => {
      const items: Value[] = [];
      return {
        add: (row) => {
          const value = read(row);
          if (items.length < most && (value !== null || keepNulls)) items.push(value);
        },
        result: () => items,
      };
    };
  };
}

/** Of an array its items are in the set. */
function gatherSet({ args }: AggregateCall): ReturnType<AggregateCompiler> {
  const read = readAs(args[0]!, 'dynamic');
  const most = itemLimit(args[1]);
  return () => {
    const items = new Map<unknown, Value>();
    return {
      add: (row) => {
        const value = read(row);
        for (const item of isArray(value) ? value : [value]) {
          const key = keyOf(item, 'dynamic');
          if (item !== null && items.size < most && !items.has(key)) items.set(key, item);
        }
      },
      result: () => [...items.values()],
    };
  };
}

/** The greatest number of items: what the query says, at most what Kusto allows. */
function itemLimit(argument: Scalar | undefined): number {
  const limit = argument ? (readAs(argument, 'number')([]) as number | null) : null;
  return Math.min(limit ?? maxItems, maxItems);
}

function bagOf({ args }: AggregateCall): ReturnType<AggregateCompiler> {
  const read = readAs(args[0]!, 'dynamic');
  const most = itemLimit(args[1]);
  return () => {
    const bags: Value[] = [];
    return {
      add: (row) => {
        bags.push(read(row));
      },
      result: () => {
        const merged = mergeBags(bags);
        return new Map(isBag(merged) ? [...merged].slice(0, most) : []);
      },
    };
  };
}

/** Nulls are not counted; the empty text is. */
function distinctCount({ args, nodes, scope }: AggregateCall): ReturnType<AggregateCompiler> {
  const argument = args[0]!;
  const star = nodes[0] && scope.session.kusto.kindName(nodes[0]) === 'StarExpression';
  return () => {
    const seen = new Set<unknown>();
    return {
      add: (row) => {
        const value = star ? null : argument.run(row);
        if (value !== null) seen.add(keyOf(value, argument.type));
      },
      result: () => seen.size,
    };
  };
}

/** What is known of a path: the names of its scalar types, its members, the schema of its items. */
interface Schema {
  readonly types: Set<string>;
  readonly members: Map<string, Schema>;
  items?: Schema;
}

function buildSchema({ args }: AggregateCall): ReturnType<AggregateCompiler> {
  const read = readAs(args[0]!, 'dynamic');
  return () => {
    const schema = emptySchema();
    return { add: (row) => learn(schema, read(row)), result: () => describe(schema) };
  };
}

function emptySchema(): Schema {
  return { types: new Set(), members: new Map() };
}

function learn(schema: Schema, value: Value): void {
  if (value === null) return;
  if (isBag(value)) {
    for (const [key, member] of value) learn(getOrAdd(schema.members, key), member);
  } else if (isArray(value)) {
    schema.items ??= emptySchema();
    for (const item of value) learn(schema.items, item);
  } else {
    const type = typeOfDynamic(value);
    schema.types.add(type === 'real' ? 'double' : type);
  }
}

function getOrAdd(members: Map<string, Schema>, key: string): Schema {
  const known = members.get(key) ?? emptySchema();
  members.set(key, known);
  return known;
}

function describe(schema: Schema): Value {
  const members = new Map<string, Value>([...schema.members].map(([key, member]) => [key, describe(member)]));
  if (schema.items) members.set('`indexer`', describe(schema.items));
  const parts: Value[] = [...schema.types];
  if (members.size > 0) parts.push(members);
  if (parts.length === 0) return null;
  return parts.length === 1 ? parts[0]! : parts;
}
