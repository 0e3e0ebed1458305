import type { Span } from '../../text/span.ts';
import { conditionOf, locate, spanInFile } from '../../workspace/locate.ts';
import type { RulesFile } from '../../workspace/rules-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { freeName } from './free-name.ts';
import { conditionScalar, insertBefore, onOneLine } from './item-text.ts';
import { proven, type Refactoring, refused } from './refactoring.ts';
import { selectedPart } from './selected-part.ts';

/** Makes a macro of the part of a condition that is selected; it stands before the item of the condition. */
export function extractMacro(snapshot: Snapshot, file: RulesFile, selection: Span): Refactoring {
  const location = locate(file, selection.start);
  const condition = location?.path[0] === 'condition' ? conditionOf(location.placed) : undefined;
  if (condition === undefined) return refused('Only a part of a condition can become a macro.');
  const part = selectedPart(condition, selection);
  if (part === undefined)
    return refused('Select a whole part of the condition: checks, macros, or a bracket.');
  const { text } = condition.decoded;
  const extracted = onOneLine(text, part);
  if (extracted === undefined) return refused('A quoted text in it takes several lines.');
  if (/^[a-zA-Z]\w*$/.test(extracted)) return refused('It is a macro already.');
  const name = freeName(snapshot, 'new_macro');
  const [before, after] = [text[part.start - 1] ?? '', text[part.end] ?? ''];
  const newText = (/\w/.test(before) ? ' ' : '') + name + (/\w/.test(after) ? ' ' : '');
  const [scalar, ...more] = conditionScalar(extracted, '    ');
  const macro = [`- macro: ${name}`, `  condition: ${scalar}`, ...more];
  const edits = [
    insertBefore(snapshot, file, condition.placed, macro),
    { span: spanInFile(condition, part), newText },
  ];
  return proven(snapshot, 'Extract macro', new Map([[file.uri, edits]]), { kind: 'macro', name });
}
