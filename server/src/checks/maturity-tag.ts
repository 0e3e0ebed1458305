import { type Check, itemFinding } from './check.ts';
import { nearestNames } from './nearest-name.ts';
import { tagFixes, tagsOf } from './tags.ts';

/** The levels of the Falco project's maturity framework for rules. */
const maturities = ['maturity_stable', 'maturity_incubating', 'maturity_sandbox', 'maturity_deprecated'];

/** Tags that are meant to say how mature a rule is, and do not. */
export const maturityTag: Check = {
  of: 'item',
  *find(placed) {
    const tags = tagsOf(placed).filter(({ value }) => value.startsWith('maturity_'));
    for (const tag of tags) {
      if (maturities.includes(tag.value)) continue;
      const fixes = tagFixes(placed, tag, nearestNames(tag.value, maturities));
      const levels = maturities.map((level) => `\`${level}\``).join(', ');
      yield itemFinding(
        placed,
        tag.span,
        'maturity-tag',
        [`there is no \`${tag.value}\`, only ${levels}`],
        fixes,
      );
    }
    const second = tags.filter(({ value }) => maturities.includes(value))[1];
    if (second !== undefined) {
      yield itemFinding(placed, second.span, 'maturity-tag', ['the rule has two of them']);
    }
  },
};
