import { defaultSettings } from '../../../server/src/workspace/settings.ts';
import type { WazuhFile } from '../../../server/src/workspace/wazuh-file.ts';
import { type Snapshot, Workspace } from '../../../server/src/workspace/workspace.ts';
import { markedText, splitFiles } from '../../support/marked-text.ts';

/** A snapshot of Wazuh files, and the place in them that a test asks about. */
export interface WazuhQuestion {
  readonly snapshot: Snapshot;
  readonly file: WazuhFile;
  readonly offset: number;
}

/** Files from one text (`#- name` starts a file), with the cursor `<|>` in one of them. */
export function wazuhQuestion(marked: string): WazuhQuestion {
  const workspace = new Workspace();
  workspace.setSettings(defaultSettings);
  let place = { uri: '', offset: 0 };
  for (const [name, content] of splitFiles(marked)) {
    const { text, cursors } = markedText(content);
    const uri = `file:///${name}`;
    if (/\.ya?ml$/.test(name)) workspace.setFile(uri, text);
    else workspace.setWazuhFile(uri, text);
    if (place.uri === '' || cursors.length > 0) place = { uri, offset: cursors[0] ?? 0 };
  }
  const snapshot = workspace.snapshot();
  return { snapshot, file: snapshot.wazuhFiles.get(place.uri)!, offset: place.offset };
}

/** A rules file of one group around some rules. */
export function inGroup(rules: string): string {
  return `<group name="local,">\n${rules}\n</group>\n`;
}
