import { type AlertQueryRule, alertQuery } from '../kql/alert-query.ts';
import { huntingQueries } from '../kql/hunting-queries.ts';
import { cefLandingNote } from '../kql/sidekick/landing.ts';
import { kqlString } from '../kql/string-literal.ts';
import type { Detection } from '../workspace/detections/detection.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { alertContent } from './alert-content.ts';
import { detectionQuery } from './detection-query.ts';
import type { PreviewText } from './preview.ts';

/** The query for the alerts of a rule, and those for hunting in them. */
export function previewKql(snapshot: Snapshot, name: string): PreviewText {
  return withHunting(aboutLanding(snapshot), alertContent(snapshot, name), { rule: name });
}

/** The query of a detection, and those for hunting in its alerts; or why there is none, with the lines. */
export function previewKqlOfDetection(snapshot: Snapshot, detection: Detection): PreviewText {
  const { rule, findings } = detectionQuery(snapshot, detection);
  const lines = snapshot.files.get(detection.placed.file)?.lines;
  const notes = findings.map(({ span, message }) => {
    const line = (lines?.at(span.start).line ?? 0) + 1;
    return `// Line ${line}: ${message.replace(/\s+/g, ' ')}\n`;
  });
  const head = `// The detection ${kqlString(detection.name.value)}.\n${notes.join('')}`;
  if (rule === undefined) return { text: notes.length > 0 ? head : `${head}${noRule}` };
  return withHunting(`${head}${aboutLanding(snapshot)}`, rule, {
    rule: rule.name,
    detection: detection.name.value,
  });
}

const noRule = '// Name a rule of this workspace: its alerts are what the detection is about.\n';

/** What to know of the rows that the query runs on, as a comment. */
function aboutLanding({ settings }: Snapshot): string {
  return settings.sentinel.transport === 'json' ? '' : `// ${cefLandingNote}\n`;
}

/** Log Analytics runs the query that the cursor is in; an empty line ends one. */
function withHunting(
  head: string,
  rule: AlertQueryRule,
  of: { readonly rule: string; readonly detection?: string },
): PreviewText {
  let text = `${head}${alertQuery(rule)}`;
  const span = { start: 0, end: text.length };
  const sections = huntingQueries(rule).map(({ name, title, query }) => {
    const start = text.length + 1;
    text += `\n// Hunting: ${title}.\n${query}`;
    return { title: name, span: { start, end: text.length } };
  });
  return { text, span, parts: [{ ...of, span }], sections };
}
