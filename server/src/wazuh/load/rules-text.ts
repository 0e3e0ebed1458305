import type { XmlDocument, XmlElement } from '../xml/document.ts';
import { readXml } from '../xml/read.ts';
import { applyVariables, type VariableError } from '../xml/variables.ts';
import type { KeptRule } from './kept-rules.ts';

/** What a text holds as XML, whichever manager loads it. */
export interface RulesText {
  /** As far as it can be read. */
  readonly document: XmlDocument;
  /** The same with its variables replaced. */
  readonly expanded: XmlDocument;
  /** Why they cannot be. */
  readonly failure?: VariableError;
  /** Rules that an earlier load made of it; see `kept-rules.ts`. */
  readonly kept: Map<XmlElement, KeptRule>;
}

/** Reads a text once for all loads that need it. */
export function readRulesText(text: string): RulesText {
  const document = readXml(text);
  const expanded = document.error === undefined ? applyVariables(document) : document;
  const kept = new Map<XmlElement, KeptRule>();
  if ('failure' in expanded) return { document, expanded: document, failure: expanded.failure, kept };
  return { document, expanded, kept };
}
