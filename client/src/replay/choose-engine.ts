import { type QuickPickItem, window } from 'vscode';
import type { LanguageServer } from '../language-server.ts';

type Choice = QuickPickItem & { readonly engine?: string };

/** Lets the user choose the engine that alerts are replayed with; the engine is absent for that of the settings. */
export async function chooseEngine(
  server: LanguageServer,
): Promise<{ readonly engine?: string } | undefined> {
  const known = await server.request('falcoWorkbench/engineVersions', {});
  const choices = known.map(({ engine, falco, date, changes }): Choice => {
    return { engine, label: engine, description: `Falco ${falco.join(', ')} · ${date}`, detail: changes };
  });
  return window.showQuickPick([{ label: 'As in the settings' }, ...choices], {
    title: 'Replay with the Engine',
    placeHolder: 'The rules that this engine loads are replayed; the settings stay as they are',
    matchOnDescription: true,
  });
}
