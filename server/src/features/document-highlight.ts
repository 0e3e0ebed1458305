import { visitChecks } from '../falco/condition/check.ts';
import type { Condition, Operand } from '../falco/condition/tree.ts';
import type { Span } from '../text/span.ts';
import { conditionOf, locate, spanInFile } from '../workspace/locate.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { nameAt } from './name-at.ts';
import { subjectAt } from './subject.ts';

/** A place of the thing under the cursor. */
export interface Highlight {
  readonly span: Span;
  /** True where it gets its meaning, false where it is used. */
  readonly isDefinition: boolean;
}

/** The places in the file of the name at an offset; of a field, those in the same condition. */
export function highlights(snapshot: Snapshot, file: RulesFile, offset: number): Highlight[] {
  const name = nameAt(snapshot, file, offset);
  if (name === undefined) return fieldHighlights(snapshot, file, offset);
  return snapshot.names
    .occurrencesOf(name.kind, name.name)
    .filter(({ placed }) => placed.file === file.uri)
    .map(({ span, role }) => ({ span, isDefinition: role !== 'use' }));
}

function fieldHighlights(snapshot: Snapshot, file: RulesFile, offset: number): Highlight[] {
  const subject = subjectAt(snapshot, file, offset);
  const placed = locate(file, offset)?.placed;
  const condition = placed && conditionOf(placed);
  if (subject?.topic.kind !== 'field' || condition === undefined) return [];
  const { name } = subject.topic;
  return fieldsNamed(condition.parsed.tree, name).map((span) => ({
    span: spanInFile(condition, span),
    isDefinition: false,
  }));
}

function fieldsNamed(tree: Condition, name: string): Span[] {
  const found: Span[] = [];
  const visit = (operand: Operand): void => {
    if (operand.kind === 'field') {
      if (operand.name === name) found.push(operand.nameSpan);
      return;
    }
    for (const each of operand.operands)
      if (each.kind === 'field' || each.kind === 'transformer') visit(each);
  };
  visitChecks(tree, ({ left, right }) => {
    visit(left);
    if (right?.kind === 'field' || right?.kind === 'transformer') visit(right);
  });
  return found;
}
