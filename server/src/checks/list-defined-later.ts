import { type Check, itemFinding } from './check.ts';

/**
 * Lists that name a list defined only after they were last touched: Falco takes the name for a text there
 * (ENGINE.md, "Items").
 */
export const listDefinedLater: Check = {
  of: 'file',
  *find({ load }, { read }) {
    const { lists } = load.collector;
    for (const placed of read.items) {
      for (const step of placed.item.steps) {
        if (step.do !== 'define-list' && step.do !== 'append-list') continue;
        const outer = lists.get(step.list.name);
        for (const { value, span } of step.list.items) {
          const inner = lists.get(value);
          if (outer === undefined || inner === undefined || inner === outer) continue;
          if (inner.index < outer.visibility) continue;
          yield itemFinding(placed, span, 'list-defined-later', [value, outer.name]);
        }
      }
    }
  },
};
