import {
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { collectProblems, type Problem } from '../checks/collect.ts';
import type { Level } from '../falco/problems/problem.ts';
import { targetProblems } from '../features/target-problems.ts';
import { wazuhProblems } from '../features/wazuh/problems.ts';
import type { Target } from '../workspace/settings.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { afterPause } from './after-pause.ts';
import { reporter } from './guard.ts';
import type { Log } from './log.ts';
import { locationOf, type PlacedText, rangeOf } from './ranges.ts';
import { textsFor } from './service.ts';

/** How long an edit waits for the next one before diagnostics are computed, in milliseconds. */
const pause = 40;

/** The same for a document that is opened: others that are opened with it come at once. */
const shortPause = 4;

/** The same for the problems of files that nobody has open. */
const longPause = 400;

/** No diagnostics, as they are remembered. */
const nothing = '[]';

/** Keeps the diagnostics that the client shows up to date. */
export interface DiagnosticsUpdate {
  /**
   * Says that something changed; acts after a short pause, and a call during the pause starts it anew.
   * @param isEdit whether more of it is to be expected: somebody types.
   */
  schedule(isEdit: boolean): void;
  /** Takes back what was shown for a document. */
  forget(uri: string): void;
}

/**
 * Pushes diagnostics of open documents with the version that they were computed for, and those of other files
 * once nothing changes for a while. Computing is synchronous, so a result is never older than the text. What
 * stays the same while the text does is not sent again; after an edit it is, since editors move or lose the
 * marks of a text that is replaced.
 */
export function pushDiagnostics(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  others: () => readonly string[],
  diagnose: (uri: string) => Diagnostic[],
  log: Log,
): DiagnosticsUpdate {
  const shown = new Map<string, { readonly version: number | undefined; readonly content: string }>();
  /** The versions of open documents that diagnostics were last computed for. */
  const computed = new Map<string, number>();
  let changes = 0;

  /** What was edited comes first; then file by file, so that a question in between is answered. */
  async function push(): Promise<void> {
    const since = changes;
    const open = documents.all();
    const isEdited = ({ uri, version }: TextDocument) => computed.get(uri) !== version;
    const others = open.filter((document) => !isEdited(document));
    for (const { uri, version } of open.filter(isEdited)) pushOne(uri, version);
    for (const { uri } of others) {
      await new Promise((resolve) => setTimeout(resolve));
      if (changes !== since) return;
      const document = documents.get(uri);
      if (document !== undefined) pushOne(uri, document.version);
    }
  }

  function pushOne(uri: string, version?: number): void {
    if (version !== undefined) computed.set(uri, version);
    const diagnostics = diagnose(uri);
    const content = JSON.stringify(diagnostics);
    const last = shown.get(uri) ?? { version, content: nothing };
    if (last.content === content && (last.version === version || content === nothing)) return;
    shown.set(uri, { version, content });
    send(uri, diagnostics, version);
  }

  /** File by file, so that a question in between is answered, and an edit ends it. */
  async function pushOthers(): Promise<void> {
    const since = changes;
    const closed = others().filter((uri) => documents.get(uri) === undefined);
    const kept = new Set([...documents.keys(), ...closed]);
    for (const uri of shown.keys()) if (!kept.has(uri)) forget(uri);
    for (const uri of closed) {
      if (changes !== since) return;
      pushOne(uri);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  function forget(uri: string): void {
    computed.delete(uri);
    if (shown.delete(uri)) send(uri, []);
  }

  function send(uri: string, diagnostics: Diagnostic[], version?: number): void {
    connection
      .sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) })
      .catch(reporter(log, 'Sending diagnostics'));
  }

  const soon = afterPause(() => push().catch(reporter(log, 'Diagnostics')), pause);
  const later = afterPause(() => pushOthers().catch(reporter(log, 'Diagnostics of closed files')), longPause);
  return {
    schedule(isEdit) {
      changes++;
      soon(isEdit ? pause : shortPause);
      later();
    },
    forget,
  };
}

/** Asks a client that pulls diagnostics to pull them anew: an edit of one file can change those of others. */
export function refreshDiagnostics(
  connection: Connection,
  { workspace }: ClientCapabilities,
  log: Log,
): DiagnosticsUpdate {
  const refresh = () => {
    if (workspace?.diagnostics?.refreshSupport !== true) return;
    connection.sendRequest('workspace/diagnostic/refresh').catch(reporter(log, 'Refreshing diagnostics'));
  };
  const soon = afterPause(refresh, pause);
  return { schedule: () => soon(), forget: () => {} };
}

/**
 * The diagnostics of a document, in the protocol's form; none for what holds no rules and no detections.
 * @param pages address of the folder of problem pages, if there is one.
 */
export function diagnosticsOf(workspace: Workspace, uri: string, pages: string | undefined): Diagnostic[] {
  const snapshot = workspace.snapshot(uri);
  const wazuhFile = snapshot.wazuhFiles.get(uri);
  if (wazuhFile !== undefined) {
    return wazuhProblems(snapshot, wazuhFile).map((problem) =>
      toDiagnostic(snapshot, wazuhFile, problem, pages, 'wazuh'),
    );
  }
  return textsFor(workspace, { textDocument: { uri } }).flatMap((file) => [
    ...collectProblems(snapshot, file).map((problem) =>
      toDiagnostic(snapshot, file, problem, pages, 'falco'),
    ),
    ...targetProblems(snapshot, file.uri).map((problem) =>
      toDiagnostic(snapshot, file, problem, pages, problem.target),
    ),
  ]);
}

const severities: Readonly<Record<Level, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tags = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

function toDiagnostic(
  snapshot: Snapshot,
  file: PlacedText,
  problem: Problem,
  pages: string | undefined,
  source: 'falco' | Target,
): Diagnostic {
  const { code, level, span, tag, engine } = problem;
  const related = problem.related.flatMap(({ file: uri, span: where, message }) => {
    const location = locationOf(snapshot, uri, where);
    return location === undefined ? [] : [{ location, message }];
  });
  return {
    range: rangeOf(file, span),
    severity: severities[level],
    code,
    source,
    message: messageOf(problem),
    ...(pages === undefined ? {} : { codeDescription: { href: `${pages.replace(/\/$/, '')}/${code}.md` } }),
    ...(tag === undefined ? {} : { tags: [tags[tag]] }),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    ...(engine === undefined ? {} : { data: { engine } }),
  };
}

/** Our message, then the engine's code, and that the engine would stop there. */
function messageOf({ message, engine }: Problem): string {
  if (engine === undefined) return message;
  return `${message} (${engine.code}${engine.first ? ', where Falco stops' : ''})`;
}
