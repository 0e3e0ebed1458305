import type { Span } from '../../text/span.ts';
import type { Finding } from '../problems/index.ts';
import type { OwnedFinding } from './condition-findings.ts';

/** A finding of a rule, and the text in which `span` counts: it is placed only where it is reported. */
export interface RuleFinding {
  /** The condition with the lists put in, or that of a macro; the composed output; the item that defines it. */
  readonly of: 'condition' | 'macro' | 'output' | 'item';
  readonly macro?: string;
  readonly span: Span;
  readonly found: Finding;
}

/** A finding of a rule's condition, or of a macro that it names, as one of the rule. */
export function inCondition({ macro, found }: OwnedFinding): RuleFinding {
  const { span } = found;
  return macro === undefined ? { of: 'condition', span, found } : { of: 'macro', macro, span, found };
}

/** True for what the engine calls an error. */
export function isError({ engine }: Finding): boolean {
  return engine?.severity === 'error';
}
