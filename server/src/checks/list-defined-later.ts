import type { ReadFile } from '../falco/load/read-file.ts';
import { remembered } from '../workspace/remembered.ts';
import { type Check, itemFinding } from './check.ts';

/**
 * Lists that name a list defined only after they were last touched: Falco takes the name for a text there
 * (ENGINE.md, "Items").
 */
export const listDefinedLater: Check = {
  of: 'file',
  *find({ load }, { read }) {
    const { lists } = load.collector;
    for (const { placed, list } of listsIn(read)) {
      const outer = lists.get(list.name);
      for (const { value, span } of list.items) {
        const inner = lists.get(value);
        if (outer === undefined || inner === undefined || inner === outer || inner.index < outer.visibility)
          continue;
        yield itemFinding(placed, span, 'list-defined-later', [value, outer.name]);
      }
    }
  },
};

/** What a file says of lists. */
const listsIn = remembered(({ items }: ReadFile) =>
  items.flatMap((placed) =>
    placed.item.steps.flatMap((step) =>
      step.do === 'define-list' || step.do === 'append-list' ? [{ placed, list: step.list }] : [],
    ),
  ),
);
