import type { ReplayVerdict } from '../../../server/src/protocol.ts';

/** What the rows are counted and filtered by. */
export type VerdictGroup = 'fires' | 'silent' | 'unknown' | 'none';

/** How a verdict is shown. Icons are never alone: the words say the same. */
export interface VerdictWords {
  readonly group: VerdictGroup;
  readonly icon: string;
  readonly words: string;
  /** A sentence on the rule that the alert names. */
  readonly meaning: string;
}

/** The groups in the order in which they are offered. */
export const verdictGroups: readonly VerdictGroup[] = ['fires', 'silent', 'unknown', 'none'];

/** What the groups are called. */
export const groupNames: Readonly<Record<VerdictGroup, string>> = {
  fires: 'fires',
  silent: 'does not fire',
  unknown: 'unknown',
  none: 'no verdict',
};

/** The sign of each group of verdicts. */
export const groupIcons: Readonly<Record<VerdictGroup, string>> = {
  fires: '✓',
  silent: '✗',
  unknown: '?',
  none: '–',
};

/** The words for a verdict. */
export function verdictWords(verdict: ReplayVerdict): VerdictWords {
  const group = groupOf(verdict);
  const { words = groupNames[group], meaning } = meanings[`${verdict}`];
  return { group, icon: groupIcons[group], words, meaning };
}

function groupOf(verdict: ReplayVerdict): VerdictGroup {
  if (verdict === true) return 'fires';
  if (verdict === false) return 'silent';
  return verdict === 'unknown' ? 'unknown' : 'none';
}

const meanings: Readonly<Record<`${ReplayVerdict}`, { words?: string; meaning: string }>> = {
  true: { meaning: 'The condition of the rule holds on this alert.' },
  false: { meaning: 'The condition of the rule does not hold on this alert.' },
  unknown: { meaning: 'The alert lacks fields that the verdict depends on.' },
  'not-loaded': { words: 'rule has errors', meaning: 'Falco would not load the rule as it is written.' },
  'unknown-rule': { words: 'no such rule', meaning: 'No rules file of the workspace defines the rule.' },
  internal: { words: 'from Falco', meaning: 'Falco reports on itself; no rule is behind the alert.' },
  unnamed: { words: 'no rule named', meaning: 'The alert does not say which rule it is from.' },
};
