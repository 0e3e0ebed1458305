import {
  type Connection,
  type Diagnostic,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkspaceFullDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FalcoProgram } from '../falco/installed/falco-program.ts';
import { kqlInWorker, type StartKqlWorker, usualKqlTimes } from '../features/kql/ask.ts';
import { sentinelInWorker } from '../features/kql/open-in-worker.ts';
import type { InitializationOptions } from '../protocol.ts';
import { Workspace } from '../workspace/workspace.ts';
import { clientFiles } from './client-files.ts';
import { registerCoverage } from './coverage.ts';
import { type DiagnosticsUpdate, diagnosticsOf, pushDiagnostics, refreshDiagnostics } from './diagnostics.ts';
import { defaultEditorSettings, readEditorSettings } from './editor-settings.ts';
import { registerException } from './exception.ts';
import { featureCapabilities, registerFeatures } from './features.ts';
import { type FileAccess, noFiles } from './file-access.ts';
import { guard, reporter } from './guard.ts';
import { installedFalco } from './installed.ts';
import { type KqlDocuments, kqlDocuments } from './kql.ts';
import { pushKqlDiagnostics } from './kql-diagnostics.ts';
import type { Log } from './log.ts';
import { registerPreview } from './preview.ts';
import { refreshAnnotations } from './refresh.ts';
import { registerReplay } from './replay.ts';
import type { BytesOf } from './replay-feed.ts';
import { registerSample } from './sample.ts';
import { registerSentinel } from './sentinel.ts';
import { readFalcoPath, readFilePatterns, readSettings } from './settings.ts';
import { logProjects, registerEngineVersions, sendStatus } from './status.ts';
import { syncFiles, syncFolders, watchFiles, watchOutside } from './sync-files.ts';
import { syncSettings } from './sync-settings.ts';
import { registerTests, sendTests } from './tests.ts';
import { registerVerify } from './verify.ts';
import { registerWazuh } from './wazuh.ts';
import { isWithinAny, rulesFilesWithin, workspaceFiles } from './workspace-files.ts';

/** What the machine offers that the server runs on. */
export interface Host {
  /** Files of folders that the host can read itself; undefined for folders that it cannot. */
  readonly filesOf?: (uri: string) => FileAccess | undefined;
  /** Address of the folder in which a Falco that is installed there has its rules, if there is one. */
  readonly installedRules?: string;
  /** Address of the folder of problem pages, unless the client names another. */
  readonly problemPages?: string;
  /** Starts the installed Falco of a path, where the host can run programs. */
  readonly falco?: (path: string) => FalcoProgram;
  /**
   * How Kusto is started in a worker, where there are workers: its start takes a second, which the server must
   * not stand still for. @param script address of the worker's script, as the client has it
   */
  readonly kqlWorker?: (script: string | undefined) => StartKqlWorker;
  /** Streams files that the host can read itself, of any size. */
  readonly bytesOf?: BytesOf;
}

/**
 * Runs the language server on a connection: the same in Node and in a Web Worker. Everything that the server
 * can do hangs on what the client says in `initialize`, so all is set up there.
 * @param workspace what the server keeps up to date and answers from.
 */
export function startLanguageServer(
  connection: Connection,
  host: Host = {},
  workspace: Workspace = new Workspace(),
): void {
  const log: Log = {
    info: (message) => connection.console.info(message),
    error: (message) => connection.console.error(message),
  };
  connection.onInitialize((params) => initialize(connection, host, workspace, log, params));
  connection.listen();
}

function initialize(
  connection: Connection,
  host: Host,
  workspace: Workspace,
  log: Log,
  params: InitializeParams,
): InitializeResult {
  const options = optionsOf(params);
  const documents = new TextDocuments(TextDocument);
  let shown = defaultEditorSettings;
  const others = () => (shown.problemsOf === 'workspace' ? rulesFilesWithin(workspace, files.folders) : []);
  /** The texts of files with KQL that are not open. */
  const closedQueries = new Map<string, string>();
  const otherQueries = () =>
    shown.problemsOf === 'workspace'
      ? [...closedQueries.keys()].filter((uri) => isWithinAny(uri, files.folders))
      : [];
  const startKql = host.kqlWorker?.(options.kqlWorker) ?? noWorker;
  const kql = kqlInWorker(startKql);
  // Another one for replays, so that nobody who writes a query waits for thousands of alerts.
  const replayed = kqlInWorker(startKql, { ...usualKqlTimes, answer: 120_000 });
  const { problemPages: pages = host.problemPages } = options;
  const warn = (message: string) => {
    connection
      .sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message })
      .catch(reporter(log, 'Warning the user'));
  };
  const queries = kqlDocuments(kql, workspace, documents, closedQueries, pages, warn, log);
  connection.onShutdown(() => {
    kql.dispose();
    replayed.dispose();
  });
  const diagnostics = provideDiagnostics(
    connection,
    host,
    workspace,
    documents,
    queries,
    others,
    otherQueries,
    log,
    params,
  );
  const access = accessOf(connection, host, log, options);
  const files = workspaceFiles(workspace, closedQueries, documents, access, {
    // Settings can bring base rules: what is found before the client's are there may be wrong.
    update: (isEdit) => diagnostics.schedule(isEdit || settingsSync.isAsking()),
    outside: watchOutside(connection, params, log),
    report: reporter(log, 'Reading files'),
  });
  syncFiles(connection, documents, files, diagnostics.forget, log);
  let section: unknown;
  let sections: ReadonlyMap<string, unknown> = new Map();
  const applySettings = () => {
    files.declare(readFilePatterns(section)).catch(reporter(log, 'Reading files'));
    const folders = [...files.folders];
    const settings = readSettings(section, folders, host.installedRules);
    const own = [...sections].map(([folder, each]) => {
      return [folder, installed.apply(readSettings(each, folders, host.installedRules, folder))] as const;
    });
    workspace.setSettings({ ...installed.apply(settings), ofFolders: new Map(own) });
    const named = [settings, ...own.map(([, each]) => each)];
    files.include(named.flatMap(({ baseRules, rulesFiles }) => [...baseRules, ...rulesFiles]));
  };
  const installed = installedFalco(host.falco, applySettings, warn, log);
  const settingsSync = syncSettings(
    connection,
    params,
    () => [...files.folders],
    log,
    (given, ofFolders = new Map()) => {
      section = given;
      sections = ofFolders;
      shown = readEditorSettings(section);
      installed.use(readFalcoPath(section));
      applySettings();
    },
  );
  connection.onInitialized(() => {
    const foldersChanged = () => {
      applySettings();
      settingsSync.again();
    };
    syncFolders(connection, files, params, foldersChanged, log);
    if (!options.clientFiles) watchFiles(connection, params, log);
    settingsSync.ready(options.settings);
  });
  registerFeatures(connection, workspace, params.capabilities, log, () => shown, options, queries);
  refreshAnnotations(connection, params.capabilities, workspace, log);
  registerEngineVersions(connection, log);
  if (options.status) sendStatus(connection, workspace, log);
  logProjects(workspace, log);
  registerPreview(connection, workspace, log);
  registerWazuh(connection, workspace, log);
  registerSentinel(connection, workspace, kql, log);
  const replayOf = registerReplay(connection, workspace, log, sentinelInWorker(replayed), host.bytesOf);
  registerException(connection, workspace, log);
  registerCoverage(connection, workspace, replayOf, log);
  registerSample(connection, workspace, log);
  registerTests(connection, workspace, { files: access, openSentinel: sentinelInWorker(replayed) }, log);
  if (options.tests) sendTests(connection, workspace, log);
  registerVerify(connection, workspace, installed, log);
  documents.listen(connection);
  return {
    serverInfo: { name: 'falco-workbench' },
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        // Of files the watchers tell; of a folder that was moved, nothing tells what is in it.
        fileOperations: { didRename: { filters: [{ pattern: { glob: '**/*', matches: 'folder' } }] } },
      },
      ...(options.pullDiagnostics
        ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true } }
        : {}),
      ...featureCapabilities,
    },
  };
}

/** Answers questions for diagnostics, and pushes them, or the hint to ask anew, after changes. */
function provideDiagnostics(
  connection: Connection,
  host: Host,
  workspace: Workspace,
  documents: TextDocuments<TextDocument>,
  queries: KqlDocuments,
  others: () => readonly string[],
  otherQueries: () => readonly string[],
  log: Log,
  params: InitializeParams,
): DiagnosticsUpdate {
  const { problemPages = host.problemPages, pullDiagnostics } = optionsOf(params);
  const diagnose = guard(log, 'diagnostics', [], (uri: string) =>
    diagnosticsOf(workspace, uri, problemPages),
  );
  connection.languages.diagnostics.on(async ({ textDocument: { uri } }) => ({
    kind: DocumentDiagnosticReportKind.Full,
    items: queries.holds(uri) ? ((await queries.diagnostics(uri)) ?? []) : diagnose(uri),
  }));
  connection.languages.diagnostics.onWorkspace(async () => {
    const report = (uri: string, items: Diagnostic[]): WorkspaceFullDocumentDiagnosticReport => {
      return { kind: DocumentDiagnosticReportKind.Full, uri, version: null, items };
    };
    const isClosed = (uri: string) => documents.get(uri) === undefined;
    const items = others()
      .filter(isClosed)
      .map((uri) => report(uri, diagnose(uri)));
    for (const uri of otherQueries().filter(isClosed)) {
      const found = await queries.diagnostics(uri);
      if (found !== undefined) items.push(report(uri, found));
    }
    return { items };
  });
  if (pullDiagnostics) return refreshDiagnostics(connection, params.capabilities, log);
  const ofRules = pushDiagnostics(connection, documents, others, diagnose, log);
  const ofQueries = pushKqlDiagnostics(connection, documents, otherQueries, workspace, queries, log);
  return {
    forget: ofRules.forget,
    schedule(isEdit) {
      ofRules.schedule(isEdit);
      ofQueries.schedule();
    },
  };
}

/** For hosts without workers. */
function noWorker(): never {
  throw new Error('This host has no workers for Kusto to run in');
}

function optionsOf({ initializationOptions, capabilities }: InitializeParams): InitializationOptions {
  const given: unknown = initializationOptions;
  const options: InitializationOptions = typeof given === 'object' && given !== null ? given : {};
  const pullsOnly =
    capabilities.textDocument?.diagnostic !== undefined &&
    capabilities.textDocument.publishDiagnostics === undefined;
  return { ...options, pullDiagnostics: options.pullDiagnostics ?? pullsOnly };
}

/** Files of the host where it can read them, else those of the client. */
function accessOf(connection: Connection, host: Host, log: Log, options: InitializationOptions): FileAccess {
  const others = options.clientFiles ? clientFiles(connection, log) : noFiles;
  const chosen = (uri: string) => host.filesOf?.(uri) ?? others;
  return { list: (folder) => chosen(folder).list(folder), read: (uri) => chosen(uri).read(uri) };
}
