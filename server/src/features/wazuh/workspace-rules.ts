import { isGenerated } from '../../wazuh/generate/lock.ts';
import { baseName } from '../../wazuh/help/manager.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { generateWazuh, type WazuhRules } from '../generate-wazuh.ts';

/** The Wazuh rules for the rules of a workspace, with the files among which they stand. */
export interface WorkspaceRules extends WazuhRules {
  /** Texts of rules files by name, the generated one among them. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Generates the Wazuh rules as the file in the workspace that was generated before would be: rules keep the
 * ids that it gives, and avoid those of the other Wazuh rules there.
 */
export function workspaceRules(snapshot: Snapshot): WorkspaceRules {
  const rules = [...snapshot.wazuhFiles.values()].filter(({ holds }) => holds === 'rules');
  const earlier = rules.find(({ text }) => isGenerated(text));
  const others = rules.filter((file) => !isGenerated(file.text));
  const previous = earlier === undefined ? {} : { previous: earlier.text };
  const made = generateWazuh(snapshot, { ...previous, neighbours: others.map(({ text }) => text) });
  const name = earlier === undefined ? 'falco_rules.xml' : baseName(earlier.uri);
  const files = Object.fromEntries(others.map(({ uri, text }) => [baseName(uri), text]));
  return { ...made, files: { ...files, [name]: made.xml } };
}
