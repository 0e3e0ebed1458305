import type { ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver';
import { codeActionKinds } from '../features/code-actions.ts';
import type { InitializationOptions } from '../protocol.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { registerAnnotations } from './annotations.ts';
import { registerCallHierarchy } from './call-hierarchy.ts';
import { registerChanges } from './changes.ts';
import type { EditorSettings } from './editor-settings.ts';
import { registerFormatting } from './formatting.ts';
import type { KqlDocuments } from './kql.ts';
import type { Log } from './log.ts';
import { registerNavigation } from './navigation.ts';
import { tokenLegend } from './semantic-tokens.ts';
import { service } from './service.ts';
import { registerStructure } from './structure.ts';
import { registerWriting } from './writing.ts';

/** What `registerFeatures` answers, in the words of `initialize`. */
export const featureCapabilities: ServerCapabilities = {
  completionProvider: {
    triggerCharacters: ['.', '%', '(', '[', '=', ' ', ',', '"', '<', '>'],
    resolveProvider: true,
  },
  hoverProvider: true,
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  codeActionProvider: { codeActionKinds: [...codeActionKinds] },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  callHierarchyProvider: true,
  codeLensProvider: {},
  inlayHintProvider: true,
  documentLinkProvider: {},
  semanticTokensProvider: { legend: tokenLegend, full: true },
};

/** Answers the language features from snapshots: quick questions, answered at once. */
export function registerFeatures(
  connection: Connection,
  workspace: Workspace,
  client: ClientCapabilities,
  log: Log,
  settings: () => EditorSettings,
  options: InitializationOptions,
  queries: KqlDocuments,
): void {
  const answering = service(connection, client, workspace, log, settings, options);
  registerWriting(answering, queries);
  registerNavigation(answering);
  registerChanges(answering);
  registerFormatting(answering, queries);
  registerStructure(answering);
  registerCallHierarchy(answering);
  registerAnnotations(answering);
}
