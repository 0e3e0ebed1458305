import type { OutputFault } from '../output/parse-output.ts';
import { engineError, engineWarning, type Finding, finding } from '../problems/index.ts';
import type { FieldTable } from '../tables/fields.ts';
import type { CollectedRule } from './collector.ts';
import { type ComposedText, joinScalars } from './composed-text.ts';
import type { ConditionCache } from './condition-cache.ts';
import { deprecatedFields } from './condition-findings.ts';
import type { Place } from './placed-item.ts';

const containerInfo = '%container.info';
/** Messages that `skip-if-unknown-filter` turns into a warning. */
const unknownFilter = /unknown filter:/;

/**
 * Checks a rule's output (ENGINE.md, "Output") and gives its text as the engine keeps it; undefined where the
 * rule cannot be compiled or is skipped.
 */
export function compileOutput(
  rule: CollectedRule,
  table: FieldTable,
  cache: ConditionCache,
  report: (place: Place, found: Finding) => void,
): string | undefined {
  const composed = joinScalars(rule.output).finish();
  warnContainerInfo(rule, composed, report);
  const { text, toComposed } = withoutContainerInfo(composed.text);
  const { faults } = cache.output(text, table);
  for (const fault of faults) {
    const place = composed.locate({ start: toComposed(fault.span.start), end: toComposed(fault.span.end) });
    report(place, faultFinding(fault, place, rule));
  }
  if (faults.length > 0) return undefined;
  warnDeprecatedFields(composed, report);
  return text;
}

function warnContainerInfo(
  rule: CollectedRule,
  composed: ComposedText,
  report: (place: Place, found: Finding) => void,
): void {
  const at = composed.text.indexOf(containerInfo);
  if (at === -1) return;
  const place = composed.locate({ start: at, end: at + containerInfo.length });
  const message =
    '%container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. The container plugin will automatically add required fields to the output message.';
  const engine = engineWarning('LOAD_DEPRECATED_ITEM', message, { type: 'rule', name: rule.name });
  report(place, finding('deprecated-container-info', place.span, [], engine));
}

/** The output without `%container.info`, and the way back for offsets in it. */
function withoutContainerInfo(text: string): { text: string; toComposed: (offset: number) => number } {
  const pieces = text.split(containerInfo);
  const toComposed = (offset: number): number => {
    let removed = 0;
    let end = 0;
    for (const piece of pieces) {
      end += piece.length;
      if (offset <= end) break;
      removed += containerInfo.length;
    }
    return offset + removed;
  };
  return { text: pieces.join(''), toComposed };
}

function faultFinding(fault: OutputFault, { span }: Place, rule: CollectedRule): Finding {
  const where = { type: 'rule output', name: '' };
  if (rule.skipIfUnknownFilter && unknownFilter.test(fault.engineMessage)) {
    const engine = engineWarning('LOAD_UNKNOWN_FILTER', fault.engineMessage, where);
    const { message } = finding('output-unknown-field', span, [fault.word]);
    return finding('unknown-filter-skipped', span, [message], engine);
  }
  const engine = engineError('LOAD_ERR_COMPILE_OUTPUT', fault.engineMessage, where);
  if (fault.kind === 'unknown-field') return finding('output-unknown-field', span, [fault.word], engine);
  return finding('output-syntax', span, [reasons[fault.kind]], engine);
}

const reasons = {
  empty: 'it is empty',
  'trailing-percent': 'it ends with `%`, which starts a field',
  'trailing-number': 'it ends with a width and no field after it',
} as const;

/** Measured: the engine looks for the names of deprecated fields anywhere in the text. */
function warnDeprecatedFields(composed: ComposedText, report: (place: Place, found: Finding) => void): void {
  for (const [name, { advice }] of deprecatedFields) {
    const at = composed.text.indexOf(name);
    if (at === -1) continue;
    const place = composed.locate({ start: at, end: at + name.length });
    const message = `usage of deprecated field '${name}' has been detected in the rule output`;
    const engine = engineWarning('LOAD_DEPRECATED_ITEM', message, { type: 'rule output', name: '' });
    report(place, finding('deprecated-field', place.span, [name, advice], engine));
  }
}
