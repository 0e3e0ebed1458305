import { type QuickPickItem, QuickPickItemKind, type Uri, window, workspace } from 'vscode';
import { documentSelector } from '../document-selector.ts';

type Choice = QuickPickItem & { readonly uri?: Uri };

const most = 200;
/** Endings of files that may hold alerts. */
const endings = ['jsonl', 'ndjson', 'json', 'log', 'csv', 'gz'];
const languagesOfRules = new Set(documentSelector.map((filter) => filter.language));

/** Lets the user choose a file with alerts: one of the workspace, an open document, or any other. */
export async function chooseAlerts(): Promise<Uri | undefined> {
  const files = await workspace.findFiles(`**/*.{${endings}}`, '**/node_modules/**', most);
  const browse: Choice = { label: '$(folder-opened) Browse…', alwaysShow: true };
  const choices = [...section('Open editors', openDocuments()), ...section('Workspace', files), browse];
  const choice = await window.showQuickPick(choices, {
    title: 'Replay Sample Alerts',
    placeHolder: 'A file with alerts: JSON lines, a log with such lines in it, an export; gzip too',
    matchOnDescription: true,
  });
  if (choice === browse) return browseAlerts();
  return choice?.uri;
}

async function browseAlerts(): Promise<Uri | undefined> {
  const filters = { Alerts: endings, 'All files': ['*'] };
  return (await window.showOpenDialog({ title: 'Replay Alerts', filters }))?.[0];
}

/** The file in the active editor, if it may hold alerts. */
export function activeAlerts(): Uri | undefined {
  const uri = window.activeTextEditor?.document.uri;
  return uri !== undefined && /\.(?:jsonl|ndjson|json|log|csv)$/.test(uri.path) ? uri : undefined;
}

/** Documents of the editor that may hold alerts. */
function openDocuments(): Uri[] {
  return workspace.textDocuments
    .filter(({ languageId, uri }) => !languagesOfRules.has(languageId) && shownSchemes.has(uri.scheme))
    .map(({ uri }) => uri);
}

const shownSchemes = new Set(documentSelector.map((filter) => filter.scheme));

function section(label: string, uris: readonly Uri[]): Choice[] {
  if (uris.length === 0) return [];
  const paths = uris.map((uri) => ({ uri, path: workspace.asRelativePath(uri) }));
  const choices = paths.sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1));
  return [{ label, kind: QuickPickItemKind.Separator }, ...choices.map(choiceOf)];
}

/** JSON lines first: other files more seldom hold alerts. */
function rank(path: string): number {
  return /\.(?:jsonl|ndjson)(?:\.gz)?$/.test(path) ? 0 : 1;
}

function choiceOf({ uri, path }: { uri: Uri; path: string }): Choice {
  const slash = path.lastIndexOf('/');
  return { label: path.slice(slash + 1), description: path.slice(0, Math.max(slash, 0)), uri };
}
