import type { Span } from '../text/span.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { describeTopic } from './describe-topic.ts';
import { subjectAt } from './subject.ts';

/** What is shown over a word. */
export interface Hover {
  readonly markdown: string;
  readonly span: Span;
}

/** What there is to say of the thing at an offset. */
export function hover(snapshot: Snapshot, file: RulesFile, offset: number): Hover | undefined {
  const subject = subjectAt(snapshot, file, offset);
  if (subject === undefined) return undefined;
  const markdown = describeTopic(snapshot, subject.topic);
  return markdown === undefined ? undefined : { markdown, span: subject.span };
}
