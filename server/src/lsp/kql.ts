import {
  type CancellationToken,
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  InsertTextFormat,
  MarkupKind,
  type Position,
  type TextDocuments,
  type TextEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Level } from '../falco/problems/problem.ts';
import { type Cancel, type Kql, KqlUnavailable } from '../features/kql/ask.ts';
import { isOwnCode, type KqlFinding } from '../features/kql/diagnose.ts';
import type { KqlMethod, KqlRequests } from '../features/kql/messages.ts';
import { projectParser } from '../features/stages/sentinel-queries.ts';
import { isQueryFile } from '../features/tests/test-files.ts';
import type { KqlProposal } from '../kql/kusto/write.ts';
import type { ParserFunctionOptions } from '../kql/parser-function/generate.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { describeError } from './guard.ts';
import type { Log } from './log.ts';
import type { AtPosition, InDocument } from './service.ts';

/** Answers for documents with KQL: Kusto's own, which knows the parser function of the project. */
export interface KqlDocuments {
  /** Whether a document, or a file that is not open, holds KQL. */
  holds(uri: string): boolean;
  /** What is wrong with it; undefined where nobody can tell, or it has changed since. */
  diagnostics(uri: string): Promise<Diagnostic[] | undefined>;
  completion(params: AtPosition, snippets: boolean, token: CancellationToken): Promise<CompletionList | null>;
  hover(params: AtPosition, token: CancellationToken): Promise<Hover | null>;
  formatting(params: InDocument, token: CancellationToken): Promise<TextEdit[] | null>;
}

const languages: ReadonlySet<string> = new Set(['kusto', 'kql', 'falco-kql']);

/** True for a document with KQL: other extensions call its language `kusto` or `kql`. */
export function isKql({ uri, languageId }: Pick<TextDocument, 'uri' | 'languageId'>): boolean {
  return languages.has(languageId) || isQueryFile(uri);
}

/** Longer files that nobody has open are data rather than queries. */
const longestClosed = 256 * 1024;

/**
 * @param closed the texts of files that are not open, by their addresses
 * @param pages address of the folder of problem pages, if there is one
 * @param warn tells the user, once, that there are no answers here
 */
export function kqlDocuments(
  kql: Kql,
  workspace: Workspace,
  documents: TextDocuments<TextDocument>,
  closed: ReadonlyMap<string, string>,
  pages: string | undefined,
  warn: (message: string) => void,
  log: Log,
): KqlDocuments {
  const parserOf = projectParsers(workspace);
  const known = new Map<string, KnownFindings>();
  let lastFailure = '';
  let isUnavailable = false;

  /** Undefined where there is no answer; the log says why, once. */
  async function ask<Method extends KqlMethod>(
    method: Method,
    params: KqlRequests[Method]['params'],
    token?: CancellationToken,
  ): Promise<KqlRequests[Method]['result'] | undefined> {
    try {
      return await kql.ask(method, params, token && cancelOf(token));
    } catch (error) {
      if (error instanceof KqlUnavailable && !isUnavailable) {
        isUnavailable = true;
        warn(`Files with KQL have no problems, completion and hover here: ${error.message}`);
      }
      const reason = describeError(error);
      if (reason !== lastFailure) log.error(`KQL, ${method}: ${reason}`);
      lastFailure = reason;
      return undefined;
    }
  }

  const holds = (uri: string) => {
    const document = documents.get(uri);
    return document === undefined ? closed.has(uri) : isKql(document);
  };
  /** Of a file that is not open: it is asked about anew only where it or the parser function has changed. */
  const findingsInClosed = async (document: TextDocument) => {
    const { uri } = document;
    const { text, parser } = textOf(document);
    if (text.length > longestClosed) return [];
    const before = known.get(uri);
    const isSame = before?.text === text && (before.parser === parser || isAlike(before.parser, parser));
    const found = isSame ? before.found : await ask('diagnose', { text, parser });
    if (found !== undefined) known.set(uri, { text, parser, found });
    return found;
  };
  const textOf = (document: TextDocument) => ({ text: document.getText(), parser: parserOf(document.uri) });
  const at = (document: TextDocument, position: Position) => ({
    ...textOf(document),
    offset: document.offsetAt(position),
  });

  const shown = (document: TextDocument, found: readonly KqlFinding[]) => {
    const { levels } = workspace.snapshot(document.uri).settings;
    return found.flatMap((each) => toDiagnostic(document, each, levels, pages));
  };
  const closedDiagnostics = async (uri: string) => {
    const text = closed.get(uri);
    if (text === undefined) return undefined;
    const document = TextDocument.create(uri, 'kql', 0, text);
    const found = await findingsInClosed(document);
    const isAsItWas = closed.get(uri) === text && documents.get(uri) === undefined;
    return found !== undefined && isAsItWas ? shown(document, found) : undefined;
  };

  return {
    holds,
    async diagnostics(uri) {
      const document = documents.get(uri);
      if (document === undefined) return closedDiagnostics(uri);
      known.delete(uri);
      const { version } = document;
      const found = await ask('diagnose', textOf(document));
      if (found === undefined || documents.get(uri)?.version !== version) return undefined;
      return shown(document, found);
    },
    async completion({ textDocument, position }, snippets, token) {
      const document = documents.get(textDocument.uri);
      const found = document && (await ask('complete', at(document, position), token));
      if (!document || !found) return null;
      const range = rangeIn(document, found.span);
      const items = found.proposals.map((each) => ({
        ...toItem(each, snippets, range),
        sortText: each.order,
      }));
      return { isIncomplete: false, items };
    },
    async hover({ textDocument, position }, token) {
      const document = documents.get(textDocument.uri);
      const found = document && (await ask('hover', at(document, position), token));
      if (!document || !found) return null;
      const contents = { kind: MarkupKind.Markdown, value: found.markdown };
      return { contents, range: rangeIn(document, found.span) };
    },
    async formatting({ textDocument }, token) {
      const document = documents.get(textDocument.uri);
      const found = document && (await ask('format', textOf(document), token));
      if (!document || !found) return null;
      const text = document.getText();
      const newText = text.includes('\r\n') ? found.replaceAll('\n', '\r\n') : found;
      if (newText === text) return [];
      return [{ range: rangeIn(document, { start: 0, end: text.length }), newText }];
    },
  };
}

/** What was found in a file that is not open, and what it was asked with. */
interface KnownFindings {
  readonly text: string;
  readonly parser: ParserFunctionOptions;
  readonly found: readonly KqlFinding[];
}

function isAlike(a: ParserFunctionOptions, b: ParserFunctionOptions): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The parser function of a file's project; the same object while the snapshot is the same. */
function projectParsers(workspace: Workspace): (uri: string) => ParserFunctionOptions {
  const known = new WeakMap<Snapshot, ParserFunctionOptions>();
  return (uri) => {
    const snapshot = workspace.snapshot(uri);
    const parser = known.get(snapshot) ?? projectParser(snapshot);
    known.set(snapshot, parser);
    return parser;
  };
}

function cancelOf(token: CancellationToken): Cancel {
  return {
    get aborted() {
      return token.isCancellationRequested;
    },
    addEventListener: (_type, listener) => token.onCancellationRequested(listener),
  };
}

function rangeIn(document: TextDocument, { start, end }: { readonly start: number; readonly end: number }) {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

const severities: Readonly<Record<Level, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

function toDiagnostic(
  document: TextDocument,
  { code, level, message, span }: KqlFinding,
  levels: Snapshot['settings']['levels'],
  pages: string | undefined,
): Diagnostic[] {
  const range = rangeIn(document, span);
  if (!isOwnCode(code)) return [{ range, severity: severities[level], code, source: 'kusto', message }];
  const chosen = levels[code] ?? level;
  if (chosen === 'off') return [];
  const page = pages && { codeDescription: { href: `${pages.replace(/\/$/, '')}/${code}.md` } };
  return [{ range, severity: severities[chosen], code, source: 'falco', message, ...page }];
}

const kinds: Readonly<Record<string, CompletionItemKind>> = {
  Column: CompletionItemKind.Field,
  Table: CompletionItemKind.Class,
  DatabaseFunction: CompletionItemKind.Function,
  LocalFunction: CompletionItemKind.Function,
  BuiltInFunction: CompletionItemKind.Function,
  AggregateFunction: CompletionItemKind.Function,
  Variable: CompletionItemKind.Variable,
  Parameter: CompletionItemKind.Variable,
  QueryPrefix: CompletionItemKind.Keyword,
  Keyword: CompletionItemKind.Keyword,
  ScalarInfix: CompletionItemKind.Operator,
};

function toItem(
  { label, kind, before, after }: KqlProposal,
  snippets: boolean,
  range: NonNullable<Hover['range']>,
): CompletionItem {
  const asSnippet = snippets && after !== '';
  const newText = asSnippet ? `${escaped(before)}$0${escaped(after)}` : before + after;
  return {
    label,
    kind: kinds[kind] ?? CompletionItemKind.Text,
    textEdit: { range, newText },
    ...(asSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
  };
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
