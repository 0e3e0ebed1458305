import { arithmeticAggregates } from './arithmetic.ts';
import { collectionAggregates } from './collection.ts';
import type { AggregateTable } from './define.ts';
import { rowAggregates } from './row.ts';
import { sketchAggregates } from './sketch.ts';
import { statisticsAggregates } from './statistics.ts';

/** Every aggregate of the engine by its name. */
export const aggregates: AggregateTable = {
  ...arithmeticAggregates,
  ...collectionAggregates,
  ...rowAggregates,
  ...sketchAggregates,
  ...statisticsAggregates,
};

/** The names of aggregates; inside summarize they stand for the group, elsewhere for nothing. */
export const aggregateNames: ReadonlySet<string> = new Set(Object.keys(aggregates));
