import type { Span } from '../../text/span.ts';
import type { OutputFault } from '../output/parse-output.ts';
import { engineError, engineWarning, type Finding, finding } from '../problems/index.ts';
import type { FieldTable } from '../tables/fields.ts';
import type { CollectedRule } from './collector.ts';
import type { ConditionCache } from './condition-cache.ts';
import { deprecatedFields } from './condition-findings.ts';

const containerInfo = '%container.info';
/** Messages that `skip-if-unknown-filter` turns into a warning. */
const unknownFilter = /unknown filter:/;

/** A rule's output, compiled. */
export interface CompiledOutput {
  /** As the engine keeps it; absent where the rule cannot be compiled or is skipped. */
  readonly text?: string;
  /** Spans count in the composed output. */
  readonly findings: readonly Finding[];
}

/**
 * Checks a rule's output (ENGINE.md, "Output").
 * @param composed the text of the rule's output, put together.
 */
export function compileOutput(
  rule: CollectedRule,
  composed: string,
  table: FieldTable,
  cache: ConditionCache,
): CompiledOutput {
  // That it is still to be written is said of the item.
  if (rule.output.every(({ scalar }) => scalar.isNull)) return { text: '', findings: [] };
  const { text, toComposed } = withoutContainerInfo(composed);
  const { faults } = cache.output(text, table);
  const errors = faults.map((fault) => {
    const span = { start: toComposed(fault.span.start), end: toComposed(fault.span.end) };
    return faultFinding(fault, span, rule);
  });
  const warnings = containerInfoWarnings(rule, composed);
  if (faults.length > 0) return { findings: [...warnings, ...errors] };
  return { text, findings: [...warnings, ...deprecatedFieldWarnings(composed)] };
}

function containerInfoWarnings(rule: CollectedRule, composed: string): Finding[] {
  const at = composed.indexOf(containerInfo);
  if (at === -1) return [];
  const span = { start: at, end: at + containerInfo.length };
  const message =
    '%container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. The container plugin will automatically add required fields to the output message.';
  const engine = engineWarning('LOAD_DEPRECATED_ITEM', message, { type: 'rule', name: rule.name });
  return [finding('deprecated-container-info', span, [], engine)];
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

function faultFinding(fault: OutputFault, span: Span, rule: CollectedRule): Finding {
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
function deprecatedFieldWarnings(composed: string): Finding[] {
  return [...deprecatedFields].flatMap(([name, { advice }]) => {
    const at = composed.indexOf(name);
    if (at === -1) return [];
    const span = { start: at, end: at + name.length };
    const message = `usage of deprecated field '${name}' has been detected in the rule output`;
    const engine = engineWarning('LOAD_DEPRECATED_ITEM', message, { type: 'rule output', name: '' });
    return [finding('deprecated-field', span, [name, advice], engine)];
  });
}
