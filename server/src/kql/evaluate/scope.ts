import type { KustoLibrary } from '../kusto/library.ts';
import type { Expression, FunctionDeclarationNode, SyntaxNode } from '../kusto/syntax.ts';
import type { Budget } from './budget.ts';
import { KqlFailure } from './failure.ts';
import type { Read } from './lazy-rows.ts';
import { wholePart } from './lazy-rows.ts';
import type { Table, TypedColumn } from './table.ts';
import type { Row, ScalarType, Value } from './value/value.ts';

/** What one run has in common everywhere. `now` in ticks. */
export interface Session {
  readonly kusto: KustoLibrary;
  readonly tables: ReadonlyMap<string, Table>;
  readonly now: bigint;
  readonly random: () => number;
  readonly budget: Budget;
  /** Compiles an expression; handed in so that function bodies and operators need not import each other. */
  readonly compile: (node: Expression, scope: Scope) => Scalar;
  /** Runs a tabular expression; `input` is what an operator without a pipe before it reads. */
  readonly evaluate: (node: Expression, session: Session, environment: Environment, input?: Table) => Table;
}

/** What a name of a `let`, a parameter or an `as` stands for. */
export type Binding =
  | {
      readonly kind: 'scalar';
      readonly type: ScalarType;
      readonly get: () => Value;
      readonly constant: boolean;
    }
  | { readonly kind: 'table'; readonly get: () => Table }
  | {
      readonly kind: 'function';
      readonly declaration: FunctionDeclarationNode;
      readonly environment: Environment;
    };

/** Names by block; an inner block sees the outer ones. */
export class Environment {
  private readonly bindings = new Map<string, Binding>();
  private readonly outer: Environment | undefined;
  readonly depth: number;
  /** True inside a function whose arguments change from row to row. */
  readonly varying: boolean;

  constructor(outer?: Environment, varying = false) {
    this.outer = outer;
    this.depth = outer === undefined ? 0 : outer.depth + 1;
    this.varying = varying || (outer?.varying ?? false);
  }

  define(name: string, binding: Binding): void {
    this.bindings.set(name, binding);
  }

  /** The block of the query itself. */
  outermost(): Environment {
    return this.outer === undefined ? this : this.outer.outermost();
  }

  find(name: string): Binding | undefined {
    return this.bindings.get(name) ?? this.outer?.find(name);
  }
}

/** Where row functions (prev, row_number …) find the row they stand on. */
export interface Frame {
  rows: readonly Row[];
  index: number;
  /** Set by what must be run once for every row, in their order: row functions and random numbers. */
  inOrder: boolean;
}

/** A column that expressions may name, and how it is read from a row. */
export interface ScopeColumn extends TypedColumn {
  readonly run: Read;
}

/** An aggregate found while compiling; its result is read from the slot of that number. */
export interface AggregateSink {
  add(node: Expression): Scalar;
}

/** What an expression is compiled in: the columns of its rows and the names around it. */
export interface Scope {
  readonly session: Session;
  readonly environment: Environment;
  readonly columns: readonly ScopeColumn[];
  readonly frame: Frame;
  readonly aggregates?: AggregateSink;
  /** How many function calls and brackets lie around it. */
  readonly depth: number;
}

/** A compiled expression: gives its value for a row. */
export interface Scalar {
  readonly type: ScalarType;
  readonly run: (row: Row) => Value;
  /** True where the value does not depend on the row. */
  readonly constant: boolean;
  /** For an expression of several columns (`run` gives the first of them): all of them. */
  readonly tuple?: TupleOfRow;
}

/** The columns of a tuple and its values for a row, one for each column. */
export interface TupleOfRow {
  readonly columns: readonly TypedColumn[];
  readonly run: (row: Row) => readonly Value[];
}

/** A scope for rows of those columns; without `reads` each value stands at its column's place. */
export function rowScope(
  session: Session,
  environment: Environment,
  columns: readonly TypedColumn[],
  reads: readonly Read[] = wholePart([], columns.length).reads,
): Scope {
  const readable = columns.map(({ name, type }, i) => ({ name, type, run: reads[i]! }));
  return { session, environment, columns: readable, frame: { rows: [], index: 0, inOrder: false }, depth: 0 };
}

/** A failure at a node of the query. */
export function failAt(node: SyntaxNode, message: string): KqlFailure {
  return new KqlFailure(message, { start: node.TextStart, end: node.End });
}

/** Runs a constant expression. */
export function constantValue(scalar: Scalar): Value {
  return scalar.run([]);
}
