import type { Span } from '../../text/span.ts';
import type { WazuhFile } from '../../workspace/wazuh-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { type CodeAction, isWanted, quickFixes } from '../code-actions.ts';
import { wazuhProblems } from './problems.ts';

/**
 * The fixes of the problems that a span of a rules file of Wazuh touches.
 * @param only the kinds that are asked for, or what they begin with.
 */
export function wazuhCodeActions(
  snapshot: Snapshot,
  file: WazuhFile,
  span: Span,
  only?: readonly string[],
): CodeAction[] {
  return isWanted('quickfix', only) ? quickFixes(wazuhProblems(snapshot, file), file.uri, span) : [];
}
