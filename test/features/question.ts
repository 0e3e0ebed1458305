import type { RulesFile } from '../../server/src/workspace/rules-file.ts';
import { defaultSettings, type Settings } from '../../server/src/workspace/settings.ts';
import { type Snapshot, Workspace } from '../../server/src/workspace/workspace.ts';
import { markedText, splitFiles } from '../support/marked-text.ts';

/** A snapshot, and the place in it that a test asks about. */
export interface Question {
  readonly snapshot: Snapshot;
  /** The file with the cursor; the last file where there is none. */
  readonly file: RulesFile;
  readonly offset: number;
}

/** Files from one text (`#- name` starts a file), with the cursor `<|>` in one of them. */
export function question(marked: string, settings: Partial<Settings> = {}): Question {
  const workspace = new Workspace();
  workspace.setSettings({ ...defaultSettings, ...settings });
  let place = { uri: '', offset: 0 };
  for (const [name, content] of splitFiles(marked)) {
    const { text, cursors } = markedText(content);
    const uri = `file:///${name}`;
    workspace.setFile(uri, text, true);
    if (place.uri === '' || cursors.length > 0) place = { uri, offset: cursors[0] ?? 0 };
  }
  const snapshot = workspace.snapshot();
  return { snapshot, file: snapshot.files.get(place.uri)!, offset: place.offset };
}
