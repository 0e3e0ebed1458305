import { span } from '../../text/span.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { ValueCursor } from '../cursor.ts';
import { tablesFor } from '../field-tables.ts';
import { dottedArgumentItems } from './arguments.ts';
import { byUse } from './by-use.ts';
import { completeBracket } from './condition.ts';
import { fieldItems } from './fields.ts';
import type { Completions } from './item.ts';
import { transformerItems } from './transformers.ts';
import { usesOf } from './uses.ts';
import { wordAt } from './word.ts';

/** In the brackets of a field that an output names. */
const inBracket = /%\d*(?:\w+\()*[\w.]+\[[^\][\s]*$/;

/** Fields and transformers in an output: after `%`, or inside `%transformer(`. */
export function completeOutput(snapshot: Snapshot, cursor: ValueCursor): Completions {
  const word = wordAt(cursor, '\\w.');
  const digits = /^\d*/.exec(word.prefix)![0].length;
  const replace = span(word.replace.start + digits, word.replace.end);
  const inTransformer = /%\d*(?:\w+\(\s*)+$/.test(word.before.slice(-200));
  const tables = tablesFor(snapshot, cursor.placed);
  if (inBracket.test(cursor.before.slice(-300))) {
    const found = completeBracket(snapshot, cursor, tables);
    if (found !== undefined) return found;
  }
  if (!word.before.endsWith('%') && !inTransformer) return { items: [], replace };
  const fields = byUse(fieldItems(tables, 'output'), usesOf(snapshot, 'output-fields'));
  const dotted = dottedArgumentItems(snapshot, cursor, word.prefix);
  return { items: dotted.length > 0 ? dotted : [...fields, ...transformerItems(false)], replace };
}
