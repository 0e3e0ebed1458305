/**
 * The part of Kusto's syntax tree that we read, in our own words: property names are the library's.
 * Every node of the tree has `Kind` (turned into a name by `kindName` of library.ts), a place in the
 * text, and after analysis the symbol it stands for and the type of its value.
 */

/** A .NET list as the bridge shows it. */
export interface BridgeList<Item> {
  readonly Count: number;
  getItem(index: number): Item;
}

/** A type: a scalar (`Name` is its name), a table or a tuple (`Columns`). */
export interface TypeSymbol {
  readonly Kind: number;
  readonly Name: string;
  readonly Columns?: BridgeList<ColumnSymbol>;
}

/** A column of a table. */
export interface ColumnSymbol {
  readonly Name: string;
  readonly Type: TypeSymbol;
}

/** What a name stands for: a column, a variable, a function … (`Kind` is a SymbolKind number). */
export interface NamedSymbol {
  readonly Kind: number;
  readonly Name: string;
}

/** What all nodes have: their place in the text, their children, what they stand for. */
export interface SyntaxNode {
  readonly Kind: number;
  readonly IsToken: boolean;
  readonly IsMissing: boolean;
  readonly TextStart: number;
  readonly End: number;
  readonly ChildCount: number;
  readonly ReferencedSymbol: NamedSymbol | null;
  GetChild(index: number): SyntaxNode | null;
  GetCalledFunctionBody(): FunctionBodyNode | null;
  toString(): string;
}

/** A word or sign; `ValueText` is without quotes. */
export interface Token extends SyntaxNode {
  readonly Text: string;
  readonly ValueText: string;
}

/** `ResultType` is what the value is used as; `RawResultType` differs for tuples and groups. */
export interface Expression extends SyntaxNode {
  readonly ResultType: TypeSymbol | null;
  readonly RawResultType: TypeSymbol | null;
}

/** A list with commas between its elements. */
export type Separated<Item> = BridgeList<{ readonly Element: Item }>;

/** A name, written plainly or as `['…']`. */
export interface NameNode extends Expression {
  readonly SimpleName: string;
  readonly Name: SyntaxNode;
}

/** A constant; `LiteralValue` as the bridge gives it. */
export interface LiteralNode extends Expression {
  readonly Token: Token;
  readonly LiteralValue: unknown;
}

/** `left operator right`. */
export interface BinaryNode extends Expression {
  readonly Left: Expression;
  readonly Operator: Token;
  readonly Right: Expression;
}

/** `-x`. */
export interface UnaryNode extends Expression {
  readonly Operator: Token;
  readonly Expression: Expression;
}

/** `x in (…)` and its kin. */
export interface ListOperatorNode extends Expression {
  readonly Left: Expression;
  readonly Operator: Token;
  readonly Right: { readonly Expressions: Separated<Expression> };
}

/** `x between (first .. second)`. */
export interface BetweenNode extends Expression {
  readonly Left: Expression;
  readonly Operator: Token;
  readonly Right: { readonly First: Expression; readonly Second: Expression };
}

/** Any node that wraps one expression: brackets, `dynamic(…)`, `toscalar(…)`, a named parameter … */
export interface WrapperNode extends Expression {
  readonly Expression: Expression;
}

/** `x.y` and `x[y]`. */
export interface PathNode extends WrapperNode {
  readonly Selector: Expression;
}

/** `f(…)`. */
export interface CallNode extends Expression {
  readonly Name: NameNode;
  readonly ArgumentList: { readonly Expressions: Separated<Expression> };
}

/** `name = x`. */
export interface NamedExpressionNode extends WrapperNode {
  readonly Name: NameNode;
}

/** `(a, b) = x`. */
export interface CompoundNamedNode extends WrapperNode {
  readonly Names: { readonly Names: Separated<NameNode> };
}

/** `{"a": x}` in `dynamic(…)`. */
export interface JsonObjectNode extends Expression {
  readonly Pairs: Separated<{ readonly Name: Token; readonly Value: Expression }>;
}

/** `[x, y]` in `dynamic(…)`. */
export interface JsonArrayNode extends Expression {
  readonly Values: Separated<Expression>;
}

/** `typeof(…)`. */
export interface TypeOfNode extends Expression {
  readonly Types: Separated<Expression>;
}

/** `kind=inner` and the like behind an operator. */
export interface NamedParameterNode extends WrapperNode {
  readonly Name: NameNode;
}

/** `x desc nulls last`. */
export interface OrderedNode extends WrapperNode {
  readonly Ordering: {
    readonly AscOrDescKeyword: Token | null;
    readonly NullsClause: { readonly FirstOrLastKeyword: Token } | null;
  };
}

/** `let name = x`. */
export interface LetNode extends WrapperNode {
  readonly Name: NameNode;
}

/** A parameter of a function, with its default. */
export interface FunctionParameterNode extends SyntaxNode {
  readonly NameAndType: TypedNameNode;
  readonly DefaultValue: { readonly Value: Expression } | null;
}

/** `name: type`. */
export interface TypedNameNode extends Expression {
  readonly Name: NameNode;
  readonly Type: Expression;
}

/** What stands in the braces of a function. */
export interface FunctionBodyNode extends SyntaxNode {
  readonly Statements: Separated<SyntaxNode>;
  readonly Expression: Expression | null;
}

/** `(a: string) { … }`. */
export interface FunctionDeclarationNode extends Expression {
  readonly Parameters: { readonly Parameters: Separated<FunctionParameterNode> };
  readonly Body: FunctionBodyNode;
}

/** The statements of a query. */
export interface QueryBlockNode extends SyntaxNode {
  readonly Statements: Separated<SyntaxNode>;
}

/** `x | operator`. */
export interface PipeNode extends WrapperNode {
  readonly Operator: Expression;
}

/** Operators that hold one list of expressions: project and its kin, extend, print, distinct … */
export interface ListNode extends Expression {
  readonly Expressions: Separated<Expression>;
  readonly Parameters?: BridgeList<NamedParameterNode>;
}

/** `datatable (…) […]`. */
export interface DataTableNode extends Expression {
  readonly Schema: { readonly Columns: Separated<TypedNameNode> };
  readonly Values: Separated<Expression>;
}

/** `range name from … to … step …`. */
export interface RangeNode extends Expression {
  readonly Name: NameNode;
  readonly From: Expression;
  readonly To: Expression;
  readonly Step: Expression;
}

/** `where condition`. */
export interface FilterNode extends Expression {
  readonly Condition: Expression;
}

/** `top n by x`. */
export interface TopNode extends WrapperNode {
  readonly ByExpression: Expression;
}

/** `top-hitters n of x by y`. */
export interface TopHittersNode extends WrapperNode {
  readonly OfExpression: Expression;
  readonly ByClause?: WrapperNode | null;
}

/** `summarize … by …`. */
export interface SummarizeNode extends Expression {
  readonly Aggregates: Separated<Expression>;
  readonly ByClause: { readonly Expressions: Separated<Expression> } | null;
}

/** `make-series … on … from … to … step … by …`. */
export interface MakeSeriesNode extends Expression {
  readonly Parameters: BridgeList<NamedParameterNode>;
  readonly Aggregates: Separated<WrapperNode & { readonly DefaultExpression: WrapperNode | null }>;
  readonly OnClause: WrapperNode;
  /** `from … to … step …`; the older `in range(…)` has none of these. */
  readonly RangeClause: SyntaxNode & {
    readonly MakeSeriesFromClause?: WrapperNode | null;
    readonly MakeSeriesToClause?: WrapperNode | null;
    readonly MakeSeriesStepClause?: WrapperNode;
  };
  readonly ByClause: { readonly Expressions: Separated<Expression> } | null;
}

/** `join` and `lookup` with their right side and `on`. */
export interface JoinNode extends WrapperNode {
  readonly Parameters: BridgeList<NamedParameterNode>;
  readonly ConditionClause?: SyntaxNode & { readonly Expressions?: Separated<Expression> };
  readonly LookupClause?: SyntaxNode & { readonly Expressions?: Separated<Expression> };
}

/** One column of `mv-expand` or `mv-apply`, and the type it becomes. */
export interface ExpandItemNode extends WrapperNode {
  readonly ToTypeOf: { readonly TypeOf: TypeOfNode } | null;
}

/** `mv-expand`. */
export interface ExpandNode extends Expression {
  readonly Parameters: BridgeList<NamedParameterNode>;
  readonly Expressions: Separated<ExpandItemNode>;
  readonly RowLimitClause: { readonly RowLimit: Expression } | null;
}

/** `mv-apply … on (…)`. */
export interface ApplyNode extends ExpandNode {
  readonly Subquery: WrapperNode;
}

/** `parse` and `parse-where` with their patterns. */
export interface ParseNode extends WrapperNode {
  readonly Parameters: BridgeList<NamedParameterNode>;
  readonly Patterns: BridgeList<Expression>;
}

/** `parse-kv x as (…) with (…)`. */
export interface ParseKvNode extends WrapperNode {
  readonly Keys: { readonly Columns: Separated<TypedNameNode> };
  readonly WithClause: { readonly Properties: Separated<NamedParameterNode> } | null;
}

/** `as name`. */
export interface AsNode extends Expression {
  readonly Name: NameNode;
}

/** `invoke f(…)`. */
export interface InvokeNode extends Expression {
  readonly Function: CallNode;
}

/** `partition by x (…)`. */
export interface PartitionNode extends Expression {
  readonly ByExpression: Expression;
  readonly Operand: (SyntaxNode & { readonly Subquery?: Expression }) | null;
}

/** `evaluate plugin(…)`. */
export interface EvaluateNode extends Expression {
  readonly FunctionCall: CallNode;
  readonly Schema?: SyntaxNode | null;
}

/** The elements of a separated list, as an array. */
export function elements<Item>(list: Separated<Item>): Item[] {
  const items: Item[] = [];
  for (let i = 0; i < list.Count; i++) items.push(list.getItem(i).Element);
  return items;
}

/** The items of a plain list, as an array. */
export function listItems<Item>(list: BridgeList<Item>): Item[] {
  const items: Item[] = [];
  for (let i = 0; i < list.Count; i++) items.push(list.getItem(i));
  return items;
}
