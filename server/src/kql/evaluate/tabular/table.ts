import type { Expression, ListNode } from '../../kusto/syntax.ts';
import {
  extend,
  getSchema,
  project,
  projectAway,
  projectKeep,
  projectRename,
  projectReorder,
} from './column-operators.ts';
import type { Operator } from './define.ts';
import { mvApply, mvExpand } from './expand.ts';
import { join, lookup } from './join.ts';
import { makeSeries } from './make-series.ts';
import { asName, invoke, partition } from './naming-operators.ts';
import { parse, parseWhere } from './parse.ts';
import { parseKv } from './parse-kv.ts';
import { evaluatePlugin } from './plugin.ts';
import {
  count,
  distinct,
  passThrough,
  sample,
  sampleDistinct,
  sort,
  take,
  top,
  topHitters,
  where,
} from './row-operators.ts';
import { dataTable, print, range } from './source-operators.ts';
import { summarize } from './summarize.ts';
import { union } from './union.ts';

/** `serialize` fixes the order of rows; with a list it also adds columns. */
const serialize: Operator = (node, context) =>
  (node as ListNode).Expressions.Count === 0 ? context.input : extend(node as Expression, context);

/** Every tabular operator of the engine by the kind of its node. */
export const operators: Readonly<Record<string, Operator>> = {
  AsOperator: asName,
  CountOperator: count,
  DataTableExpression: dataTable,
  DistinctOperator: distinct,
  EvaluateOperator: evaluatePlugin,
  ExtendOperator: extend,
  FilterOperator: where,
  GetSchemaOperator: getSchema,
  InvokeOperator: invoke,
  JoinOperator: join,
  LookupOperator: lookup,
  MakeSeriesOperator: makeSeries,
  MvApplyOperator: mvApply,
  MvExpandOperator: mvExpand,
  ParseKvOperator: parseKv,
  ParseOperator: parse,
  ParseWhereOperator: parseWhere,
  PartitionOperator: partition,
  PrintOperator: print,
  ProjectAwayOperator: projectAway,
  ProjectKeepOperator: projectKeep,
  ProjectOperator: project,
  ProjectRenameOperator: projectRename,
  ProjectReorderOperator: projectReorder,
  RangeOperator: range,
  RenderOperator: passThrough,
  SampleDistinctOperator: sampleDistinct,
  SampleOperator: sample,
  SerializeOperator: serialize,
  SortOperator: sort,
  SummarizeOperator: summarize,
  TakeOperator: take,
  TopHittersOperator: topHitters,
  TopOperator: top,
  UnionOperator: union,
};
