import { commands, FileSystemError, Uri, window, workspace } from 'vscode';

const scheme = 'falco-generated';

/**
 * Writes a generated file. Where one with another text is there, the user sees the difference first and
 * decides. True where the file is as generated afterwards.
 */
export async function writeGenerated(target: Uri, text: string): Promise<boolean> {
  const before = await textOf(target);
  if (before === text) return true;
  if (before !== undefined && !(await agreesTo(target, text))) return false;
  await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  return true;
}

/** Asks for a folder; undefined where the user asks for nothing. */
export async function chooseFolder(title: string): Promise<Uri | undefined> {
  const usual = usualFolder();
  const chosen = await window.showOpenDialog({
    title,
    openLabel: 'Write here',
    canSelectFiles: false,
    canSelectFolders: true,
    ...(usual && { defaultUri: usual }),
  });
  return chosen?.[0];
}

/** The text of a file; undefined where there is none. */
export async function textOf(file: Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(file));
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

/** The folder that generated files go into unless the user says otherwise: that of the file being edited. */
export function usualFolder(): Uri | undefined {
  const shown = [window.activeTextEditor, ...window.visibleTextEditors].map((editor) => editor?.document.uri);
  const stored = shown.find((uri) => uri && workspace.fs.isWritableFileSystem(uri.scheme) !== undefined);
  return stored === undefined ? workspace.workspaceFolders?.[0]?.uri : Uri.joinPath(stored, '..');
}

async function agreesTo(target: Uri, text: string): Promise<boolean> {
  const name = target.path.slice(target.path.lastIndexOf('/') + 1);
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: () => text,
  });
  try {
    const generated = Uri.from({ scheme, path: target.path, query: String(Date.now()) });
    await commands.executeCommand('vscode.diff', target, generated, `${name}: Now ↔ Generated`);
    const replace = 'Replace';
    const question = `${name} is there already, with another text.`;
    return (await window.showInformationMessage(question, replace, 'Keep')) === replace;
  } finally {
    provider.dispose();
  }
}
