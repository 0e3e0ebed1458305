import { type Disposable, EventEmitter, Uri, window, workspace } from 'vscode';

const uri = Uri.from({ scheme: 'falco-verdicts', path: 'Falco Verdicts.txt' });

/** A read-only document with the verdicts of an installed Falco and ours; there is one, made anew each time. */
export interface VerdictDocument extends Disposable {
  show(text: string): Promise<void>;
}

/** Makes the document known to the editor. */
export function verdictDocument(): VerdictDocument {
  const changed = new EventEmitter<Uri>();
  let current = '';
  const provider = workspace.registerTextDocumentContentProvider(uri.scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: () => current,
  });
  return {
    show: async (text) => {
      current = text;
      changed.fire(uri);
      await window.showTextDocument(await workspace.openTextDocument(uri), { preview: false });
    },
    dispose: () => {
      provider.dispose();
      changed.dispose();
    },
  };
}
