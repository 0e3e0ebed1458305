import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { XmlElement } from '../xml/document.ts';

/** A safe way to remove a problem: edits of the file that it is in, and what they do, as a menu entry. */
export interface RulesFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** A safe mend of an element that Wazuh refuses, in the text of its file; undefined where there is none. */
export type ElementFix = (element: XmlElement, text: string) => RulesFix | undefined;

/** A fix that writes something else in the place of a span. */
export function replacement(title: string, span: Span, newText: string): RulesFix {
  return { title, edits: [{ span, newText }] };
}
