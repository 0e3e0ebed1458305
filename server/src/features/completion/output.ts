import { span } from '../../text/span.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { ValueCursor } from '../cursor.ts';
import { tablesFor } from '../field-tables.ts';
import { dottedArgumentItems, fieldItems } from './fields.ts';
import type { Completions } from './item.ts';
import { transformerItems } from './transformers.ts';
import { wordAt } from './word.ts';

/** Fields and transformers in an output: after `%`, or inside `%transformer(`. */
export function completeOutput(snapshot: Snapshot, cursor: ValueCursor): Completions {
  const word = wordAt(cursor, '\\w.');
  const digits = /^\d*/.exec(word.prefix)![0].length;
  const replace = span(word.replace.start + digits, word.replace.end);
  const inTransformer = /%\d*(?:\w+\(\s*)+$/.test(word.before.slice(-200));
  if (!word.before.endsWith('%') && !inTransformer) return { items: [], replace };
  const fields = fieldItems(tablesFor(snapshot, cursor.placed), 'output');
  const dotted = dottedArgumentItems(word.prefix);
  return { items: dotted.length > 0 ? dotted : [...fields, ...transformerItems(false)], replace };
}
