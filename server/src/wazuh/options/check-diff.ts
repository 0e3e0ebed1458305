import type { WazuhEvent } from '../evaluate/event.ts';
import type { Memory } from '../evaluate/memory.ts';
import type { OptionReader } from '../load/draft.ts';
import { ranks } from './condition.ts';

const maxBytes = 65_536;

/** `<check_diff/>`: the log differs from the last one that got so far on this host. */
export const readCheckDiff: OptionReader = (draft, element) => {
  if (draft.checkDiff) return 'next';
  draft.context = true;
  draft.checkDiff = true;
  const id = draft.attributes.id!;
  draft.conditions.push({
    option: 'check_diff',
    subject: 'log',
    wanted: 'a change',
    negated: false,
    span: element.span,
    rank: ranks.memory,
    valueIn: (event) => event.log,
    holds: (event, memory) => hasChanged(id, event, memory),
  });
  return 'next';
};

function hasChanged(id: number, event: WazuhEvent, memory: Memory): boolean {
  if (event.log.length >= maxBytes) return false;
  const key = `${event.hostname}/${id}`;
  const last = memory.lastLogs.get(key);
  if (last === event.log) return false;
  memory.lastLogs.set(key, event.log);
  return last !== undefined;
}
