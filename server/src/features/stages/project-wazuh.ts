import { isGenerated } from '../../wazuh/generate/lock.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { WazuhTarget } from '../generate-wazuh.ts';

/** The Wazuh rules of a project: those that are kept by hand, and what was generated before. */
export interface ProjectWazuh {
  /** Rules generated before keep their ids. */
  readonly target: WazuhTarget;
  /** The texts of the other rules files by the last part of their addresses. */
  readonly others: Readonly<Record<string, string>>;
}

/** Tells the Wazuh rules files of a project apart. */
export function projectWazuh({ wazuhFiles }: Snapshot): ProjectWazuh {
  const rules = [...wazuhFiles.values()].filter(({ holds }) => holds === 'rules');
  const previous = rules.find(({ text }) => isGenerated(text))?.text;
  const others = rules.filter(({ text }) => !isGenerated(text));
  return {
    target: previous === undefined ? {} : { previous },
    others: Object.fromEntries(others.map(({ uri, text }) => [uri.slice(uri.lastIndexOf('/') + 1), text])),
  };
}
