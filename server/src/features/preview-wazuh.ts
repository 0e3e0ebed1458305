import { safeText } from '../wazuh/generate/safe-text.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { PreviewText } from './preview.ts';
import { workspaceRules } from './wazuh/workspace-rules.ts';

/** The Wazuh rules for all rules of the workspace, and where among them the rule of that name stands. */
export function previewWazuh(snapshot: Snapshot, name: string): PreviewText {
  const { xml, links, problems } = workspaceRules(snapshot);
  const link = links.find(({ rule }) => rule === name);
  const parts = links.flatMap(({ rule, span }) => (rule === undefined ? [] : [{ rule, span }]));
  if (link !== undefined) return { text: xml, span: link.span, parts };
  const problem = problems.find(({ rule }) => rule === name);
  return { text: xmlComment(problem?.message ?? notLoaded) };
}

const notLoaded =
  'Falco does not load the rule at the cursor: it has an error, or changes a rule that no file defines.';

/** A sentence as an XML comment that nothing in it can end. */
export function xmlComment(sentence: string): string {
  return `<!-- ${safeText(sentence, 1000).replace(/--+/g, '-')} -->\n`;
}
