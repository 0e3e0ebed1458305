import {
  type Disposable,
  EventEmitter,
  type LogOutputChannel,
  languages,
  Range,
  type TextDocument,
  type TextEditor,
  TextEditorRevealType,
  ThemeColor,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { PreviewKind, RequestsToServer } from '../../../server/src/protocol.ts';
import { documentSelector } from '../document-selector.ts';
import type { LanguageServer } from '../language-server.ts';
import { previewLinks } from './preview-links.ts';

const scheme = 'falco-preview';

/** How long an edit or a move of the cursor waits for the next one, in milliseconds. */
const pause = 150;

type Preview = RequestsToServer['falcoWorkbench/preview']['result'];

interface Shown {
  readonly uri: Uri;
  /** Languages to show it in, the first one that the editor knows. */
  readonly languages: readonly string[];
}

const shown: Readonly<Record<PreviewKind, Shown>> = {
  kql: { uri: Uri.from({ scheme, path: 'Sentinel Query.kql' }), languages: ['kusto', 'kql', 'falco-kql'] },
  wazuh: { uri: Uri.from({ scheme, path: 'Wazuh Rules.xml' }), languages: ['xml'] },
  compiled: { uri: Uri.from({ scheme, path: 'Compiled Condition.yaml' }), languages: ['falco-rules'] },
  merged: { uri: Uri.from({ scheme, path: 'Merged Rule.yaml' }), languages: ['falco-rules'] },
  'event-types': { uri: Uri.from({ scheme, path: 'Event Types.yaml' }), languages: ['yaml'] },
};

/** Read-only documents with what the rule at the cursor becomes; they follow the cursor and the edits. */
export interface PreviewDocuments extends Disposable {
  /** Shows a preview beside the active editor, which keeps the focus. */
  show(kind: PreviewKind): Promise<void>;
}

/** Makes the previews known to the editor. They ask the server, whichever runs at that moment. */
export function previewDocuments(server: LanguageServer, log: LogOutputChannel): PreviewDocuments {
  const changed = new EventEmitter<Uri>();
  let followed = rulesEditor(window.activeTextEditor);
  /** The editor that each preview shows a rule of; it stays so while files without rules have the focus. */
  const sources = new Map<PreviewKind, TextEditor>();
  /** The part of each preview that is about the rule; undefined where all of it is. */
  const parts = new Map<PreviewKind, Range | undefined>();
  const links = previewLinks(scheme);
  const mark = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor('editor.rangeHighlightBackground'),
  });
  let timer: ReturnType<typeof setTimeout> | undefined;

  const textOf = async (kind: PreviewKind): Promise<string> => {
    if (followed === undefined) return '';
    const preview = await previewIn(followed, kind);
    links.set(shown[kind].uri, preview.parts ?? [], preview.sections ?? []);
    parts.set(kind, preview.lines && new Range(preview.lines.first, 0, preview.lines.last, 0));
    if (openDocument(kind)?.getText() === preview.text) reveal(openDocument(kind)); // no change will be told
    return preview.text;
  };
  const previewIn = async (editor: TextEditor, kind: PreviewKind): Promise<Preview> => {
    const { document, selection } = editor;
    const { line, character } = selection.active;
    const params = { kind, uri: document.uri.toString(), position: { line, character } };
    const preview = await server.request('falcoWorkbench/preview', params);
    const source = sources.get(kind);
    if (preview.noRules && source && source.document !== document) {
      return previewIn(source, kind);
    }
    if (!preview.noRules) sources.set(kind, editor);
    return preview;
  };
  const openDocument = (kind: PreviewKind) =>
    workspace.textDocuments.find(({ uri }) => uri.toString() === shown[kind].uri.toString());
  /** Brings the part for the rule to the top of the editors that show the preview, and marks it. */
  const reveal = (document: TextDocument | undefined) => {
    const part = document && parts.get(kindOf(document.uri));
    for (const editor of window.visibleTextEditors.filter((each) => each.document === document)) {
      editor.setDecorations(mark, part === undefined ? [] : [part]);
      editor.revealRange(part ?? new Range(0, 0, 0, 0), TextEditorRevealType.AtTop);
    }
  };
  const isShown = (document: TextDocument) =>
    [followed, ...sources.values()].some((editor) => editor?.document === document);
  const update = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const { uri } of Object.values(shown)) changed.fire(uri);
    }, pause);
  };
  const follow = (editor: TextEditor | undefined) => {
    const rules = rulesEditor(editor);
    if (rules === undefined) return;
    followed = rules;
    update();
  };
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => textOf(kindOf(uri)).catch((error) => failed(error, log)),
  });
  const subscriptions = [
    changed,
    mark,
    provider,
    links,
    window.onDidChangeActiveTextEditor(follow),
    window.onDidChangeTextEditorSelection(({ textEditor }) => follow(textEditor)),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.scheme === scheme) reveal(document);
      else if (isShown(document)) update();
    }),
  ];
  return {
    show: async (kind) => {
      sources.delete(kind); // asked for here, it says what this file holds
      follow(window.activeTextEditor);
      const document = await inLanguage(await workspace.openTextDocument(shown[kind].uri), kind);
      const options = { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: false };
      await window.showTextDocument(document, options);
      reveal(document);
    },
    dispose: () => {
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function failed(error: unknown, log: LogOutputChannel): string {
  log.error('The preview could not be made:', error);
  return '';
}

function rulesEditor(editor: TextEditor | undefined): TextEditor | undefined {
  return editor !== undefined && languages.match(documentSelector, editor.document) > 0 ? editor : undefined;
}

const kinds = Object.keys(shown) as PreviewKind[];

function kindOf(uri: Uri): PreviewKind {
  return kinds.find((kind) => shown[kind].uri.path === uri.path) ?? 'kql';
}

/** Sets the language where the editor knows one that its file name does not lead to. */
async function inLanguage(document: TextDocument, kind: PreviewKind): Promise<TextDocument> {
  const known = new Set(await languages.getLanguages());
  const language = shown[kind].languages.find((each) => known.has(each));
  if (language === undefined || document.languageId === language) return document;
  return languages.setTextDocumentLanguage(document, language);
}
