import { Uri, workspace } from 'vscode';
import type { AlertSource } from '../../webview/replay/messages.ts';

/** Longer texts are too much for the state of a page, which the editor stores as a whole. */
const longestInState = 64 * 1024;

/**
 * Where a pasted text is read from, now and after a reload: itself, or a file where it is long. There is one such
 * file at a time.
 * @param storage a folder of the extension's own, which need not be there
 */
export async function pastedText(text: string, storage: Uri): Promise<AlertSource> {
  if (text.length <= longestInState) return { kind: 'text', text };
  const folder = Uri.joinPath(storage, 'pasted-alerts');
  try {
    await workspace.fs.delete(folder, { recursive: true });
  } catch {
    // There is none before the first long text.
  }
  // A name of its own tells the text from others that were pasted.
  const file = Uri.joinPath(folder, `${Date.now()}.jsonl`);
  await workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return { kind: 'file', uri: file.toString(), name: 'pasted text' };
}
