import type { Span } from '../../text/span.ts';
import type { KustoLibrary, LibraryCompletion, LibraryGlobals } from './library.ts';
import { listItems } from './syntax.ts';

/** One proposal for what may stand at a place of a query. */
export interface KqlProposal {
  readonly label: string;
  /** Kusto's name of its kind, such as `Column`, `Table`, `QueryPrefix`, `BuiltInFunction`. */
  readonly kind: string;
  /** What is inserted before the cursor and behind it. */
  readonly before: string;
  readonly after: string;
  /** Proposals are shown in the order of these texts. */
  readonly order: string;
}

/** Proposals, and the stretch of the query that they replace. */
export interface KqlProposals {
  readonly span: Span;
  readonly proposals: readonly KqlProposal[];
}

/** Something Kusto says of a place: `kind` such as `Column`, `Table`, `BuiltInFunction`. */
export interface KqlInfo {
  readonly kind: string;
  readonly text: string;
}

/** What may stand at an offset of a query, which may be broken there and elsewhere. */
export function proposalsAt(
  kusto: KustoLibrary,
  query: string,
  offset: number,
  globals: LibraryGlobals,
): KqlProposals {
  const { EditStart, EditLength, Items } = editorOf(kusto, query, globals).GetCompletionItems(offset);
  const proposals = listItems(Items).map((item) => proposalOf(kusto, item));
  return { span: { start: EditStart, end: EditStart + EditLength }, proposals };
}

/** What stands at an offset of a query, faults left out. */
export function infoAt(
  kusto: KustoLibrary,
  query: string,
  offset: number,
  globals: LibraryGlobals,
): { readonly span: Span; readonly infos: readonly KqlInfo[] } {
  const editor = editorOf(kusto, query, globals);
  const { Start, Length } = editor.GetElement(offset);
  const infos = listItems(editor.GetQuickInfo(offset).Items)
    .map((item) => ({ kind: kusto.quickInfoKind(item), text: item.Text }))
    .filter(({ kind, text }) => !faults.has(kind) && text !== '');
  return { span: { start: Start, end: Start + Length }, infos };
}

const faults: ReadonlySet<string> = new Set(['Error', 'Warning', 'Suggestion']);

/** A query as Kusto's formatter lays it out, each operator on a line of its own, lines ending in `\n`; undefined where it does not parse. */
export function formattedQuery(
  kusto: KustoLibrary,
  query: string,
  globals: LibraryGlobals,
): string | undefined {
  const code = kusto.language.KustoCode.ParseAndAnalyze(query, globals);
  const isBroken = listItems(code.Syntax.GetContainedSyntaxDiagnostics()).length > 0;
  if (isBroken) return undefined;
  const { FormattingOptions, KustoCodeService, PlacementStyle } = kusto.language.Editor;
  const options = FormattingOptions.Default.WithPipeOperatorStyle(PlacementStyle.NewLine);
  const { Text } = new KustoCodeService.ctor(code).GetFormattedText(options);
  return Text?.replaceAll('\r\n', '\n');
}

function editorOf(kusto: KustoLibrary, query: string, globals: LibraryGlobals) {
  const code = kusto.language.KustoCode.ParseAndAnalyze(query, globals);
  return new kusto.language.Editor.KustoCodeService.ctor(code);
}

function proposalOf(kusto: KustoLibrary, item: LibraryCompletion): KqlProposal {
  return {
    label: item.DisplayText,
    kind: kusto.completionKind(item),
    before: (item.BeforeText ?? item.DisplayText).replaceAll('\r\n', '\n'),
    after: item.AfterText ?? '',
    order: item.OrderText ?? item.DisplayText,
  };
}
