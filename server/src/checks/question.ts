import type { FileFinding } from './check.ts';

/** Adds to a finding's message the question for the names that may be meant, the likeliest first. */
export function withQuestion(found: FileFinding, names: readonly string[]): FileFinding {
  if (names.length === 0) return found;
  const { finding } = found;
  return { ...found, finding: { ...finding, message: `${finding.message} ${question(names)}` } };
}

/** ``Did you mean `a`, `b` or `c`?``; `names` holds at least one. */
function question(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop()!;
  return `Did you mean ${quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`}?`;
}
