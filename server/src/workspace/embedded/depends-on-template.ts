import { type Span, touches } from '../../text/span.ts';
import { itemSpan, locate } from '../locate.ts';
import type { RulesFile } from '../rules-file.ts';
import type { TemplateAction } from './template-actions.ts';

/** Findings of names that are not there, or not used: a template action can write what is missing. */
const ofNames: ReadonlySet<string> = new Set([
  'undefined-macro',
  'undefined-list',
  'append-without-target',
  'override-without-target',
  'enable-without-target',
  'replace-without-target',
  'unused-macro',
  'unused-list',
]);

/**
 * Whether a finding may be due to a Go template action, of which nobody knows here what it writes: in the same
 * value; in an item with lines that a condition of the template rules; in an item with an action somewhere, if
 * it is not about one of its other values; or about names, where an action writes lines of its own.
 */
export function dependsOnTemplate(file: RulesFile, code: string, where: Span): boolean {
  const actions = file.origin?.embedded.actions ?? [];
  if (actions.length === 0) return false;
  if (ofNames.has(code) && actions.some(({ ownLines, writes }) => ownLines && writes)) return true;
  // Of two branches of an `if`, Helm writes one.
  if (code === 'duplicate-name' && actions.some(isOnOwnLines)) return true;
  // An action can end the text and begin another value: what is no YAML then may be no rules either.
  if (code === 'yaml-syntax') return actions.some(({ span }) => span.start < where.end);
  const location = locate(file, where.start);
  if (location === undefined) return actions.some(({ span }) => overlaps(span, where));
  const item = itemSpan(location.placed);
  const inItem = actions.filter(({ span }) => overlaps(span, item));
  if (inItem.length === 0) return false;
  const { scalar, isKey, placed } = location;
  if (scalar === undefined || isKey || inItem.some(isOnOwnLines)) return true;
  const value = { start: placed.start + scalar.span.start, end: placed.start + scalar.span.end };
  const isName = location.path.length === 1 && location.path[0] === placed.item.kind;
  return isName || !touches(value, where.end) || inItem.some(({ span }) => overlaps(span, value));
}

function isOnOwnLines({ ownLines }: TemplateAction): boolean {
  return ownLines;
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
