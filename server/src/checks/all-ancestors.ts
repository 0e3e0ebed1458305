import type { Condition } from '../falco/condition/tree.ts';
import { remembered } from '../workspace/remembered.ts';
import type { Check } from './check.ts';
import { comparisonsIn } from './comparisons.ts';
import { compiledFinding } from './compiled-finding.ts';
import { DemandedEventTypes } from './demanded-event-types.ts';
import { compiledRulesIn } from './touched-by-file.ts';

/** Events that a busy host has by the ten thousand a second. */
const frequent: readonly string[] =
  'open openat openat2 read write close stat fstat lstat connect accept accept4 sendto recvfrom sendmsg recvmsg poll select futex mmap brk fcntl'.split(
    ' ',
  );
const ancestorFields = /^proc\.a(?:name|exe|exepath|cmdline|args|env|pid)$/;

/** Fields over all ancestors of a process, in rules for events that are frequent. */
export const allAncestors: Check = {
  of: 'file',
  *find(snapshot, file) {
    const demanded = new DemandedEventTypes(snapshot.load.compiled.macros);
    for (const rule of compiledRulesIn(snapshot, file)) {
      const fields = ancestorsIn(rule.tree);
      if (fields.length === 0) continue;
      const event = demanded.of(rule.tree)?.find((type) => frequent.includes(type));
      if (event === undefined) continue;
      for (const { name, span } of fields) {
        yield compiledFinding(rule, span, 'all-ancestors', [name, event]);
      }
    }
  },
};

/** The fields over all ancestors that a condition compares. */
const ancestorsIn = remembered((tree: Condition) =>
  comparisonsIn(tree).flatMap(({ left }) =>
    left.kind === 'field' && left.argument === undefined && ancestorFields.test(left.name) ? [left] : [],
  ),
);
