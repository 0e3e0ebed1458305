import { span } from '../text/span.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { completeCondition } from './completion/condition.ts';
import type { Completions } from './completion/item.ts';
import { completeItem } from './completion/item-start.ts';
import { completeKey } from './completion/key.ts';
import { completeOutput } from './completion/output.ts';
import { completeValue } from './completion/value.ts';
import { cursorAt } from './cursor.ts';

export type { CompletionItem, CompletionKind, Completions } from './completion/item.ts';

/** Comments, and the `>` or `|` after which a text begins in the next line. */
const takesNothing = /^\s*#|:\s+[|>][-+\d]*\s*$/;

/** What can be written at an offset of a file. Nothing is looked up that an edit elsewhere makes slow. */
export function complete(snapshot: Snapshot, file: RulesFile, offset: number): Completions {
  const line = file.text.slice(file.text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (takesNothing.test(line)) return { items: [], replace: span(offset, offset) };
  const cursor = cursorAt(file, offset);
  switch (cursor.kind) {
    case 'item':
      return completeItem(cursor, file);
    case 'key':
      return completeKey(snapshot, cursor);
    case 'value':
      switch (cursor.path.at(-1)) {
        case 'condition':
        case 'where':
          if (cursor.path.length === 1) return completeCondition(snapshot, cursor);
          break;
        case 'output':
          if (cursor.path.length === 1) return completeOutput(snapshot, cursor);
          break;
      }
      return completeValue(snapshot, cursor);
  }
}
