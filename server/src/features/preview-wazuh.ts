import { cover, type Span } from '../text/span.ts';
import type { RuleLink } from '../wazuh/generate/input.ts';
import { safeText } from '../wazuh/generate/safe-text.ts';
import { detectionFindings } from '../workspace/detections/check-detections.ts';
import type { Detection } from '../workspace/detections/detection.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { PreviewText } from './preview.ts';
import { workspaceRules } from './wazuh/workspace-rules.ts';

/** The Wazuh rules for all rules of the workspace, and where among them the rule of that name stands. */
export function previewWazuh(snapshot: Snapshot, name: string): PreviewText {
  const { xml, links, problems } = workspaceRules(snapshot);
  const link = links.find(({ rule }) => rule === name);
  if (link !== undefined) return { text: xml, span: link.span, parts: partsOf(links) };
  const problem = problems.find(({ rule }) => rule === name);
  return { text: xmlComment(problem?.message ?? notLoaded) };
}

/**
 * The Wazuh rules for all rules of the workspace, and where those of a detection stand; where it has none,
 * what is wrong with it.
 */
export function previewWazuhDetection(snapshot: Snapshot, { name, placed }: Detection): PreviewText {
  const { xml, links, problems } = workspaceRules(snapshot);
  const spans = links.flatMap((link) => (link.detection === name.value ? [link.span] : []));
  const [first] = spans;
  if (first !== undefined) return { text: xml, span: spans.reduce(cover, first), parts: partsOf(links) };
  const { start, item } = placed;
  const within = ({ span }: { span: Span }) => start <= span.start && span.end <= start + item.text.length;
  const problem = problems.find(({ detection }) => detection === name.value);
  const found = detectionFindings(snapshot, placed.file).find(
    (each) => each.level === 'error' && within(each),
  );
  return { text: xmlComment((problem ?? found)?.message ?? 'The detection at the cursor is not enabled.') };
}

function partsOf(links: readonly RuleLink[]): NonNullable<PreviewText['parts']> {
  return links.flatMap(({ rule, detection, span }) =>
    rule === undefined ? [] : [{ rule, ...(detection !== undefined && { detection }), span }],
  );
}

const notLoaded =
  'Falco does not load the rule at the cursor: it has an error, or changes a rule that no file defines.';

/** A sentence as an XML comment that nothing in it can end. */
export function xmlComment(sentence: string): string {
  return `<!-- ${safeText(sentence, 1000).replace(/--+/g, '-')} -->\n`;
}
