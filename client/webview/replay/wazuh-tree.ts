import type { ReplayWazuhStep, ReplayWazuhTrace } from '../../../server/src/protocol.ts';
import type { LabelPart } from './explanation-words.ts';
import { FoldTree, type TreeNode } from './fold-tree.ts';

/** A rule with those that were tried below it. */
interface TriedRule {
  readonly step: ReplayWazuhStep;
  readonly below: TriedRule[];
}

/** The rules that Wazuh tried for an alert, in order, below the rules that led to them. */
export class WazuhTree extends FoldTree {
  private trace: ReplayWazuhTrace | undefined;

  clear(): void {
    this.trace = undefined;
  }

  take(trace: ReplayWazuhTrace): void {
    this.trace = trace;
  }

  protected get roots(): readonly TreeNode[] {
    const { trace } = this;
    if (trace === undefined) return [];
    if (trace.dropped !== null) {
      return [plainNode('dropped', `The agent does not send the line: ${trace.dropped}.`)];
    }
    const messages = trace.messages.map(({ message, place }, i): TreeNode => {
      const label: LabelPart[] = [{ kind: 'note', text: message }];
      return { id: `message/${i}`, label, decides: true, ...(place && { place }) };
    });
    return [...messages, ...nested(trace.steps).map((rule, i) => ruleNode(rule, String(i)))];
  }
}

/** Steps as a tree: each is below the last one before it that is less deep. */
function nested(steps: readonly ReplayWazuhStep[]): readonly TriedRule[] {
  const roots: TriedRule[] = [];
  const way: TriedRule[] = [];
  for (const step of steps) {
    const rule: TriedRule = { step, below: [] };
    while (way.length > 0 && way.at(-1)!.step.depth >= step.depth) way.pop();
    (way.at(-1)?.below ?? roots).push(rule);
    way.push(rule);
  }
  return roots;
}

function ruleNode({ step, below }: TriedRule, path: string): TreeNode {
  const { id, matched, place } = step;
  return {
    id: `${path}/${id}`,
    label: ruleWords(step),
    verdict: matched,
    says: matched ? 'matches' : 'does not match',
    decides: matched,
    ...(place && { place }),
    isOpen: true,
    ...(below.length > 0 && { parts: () => below.map((each, i) => ruleNode(each, `${path}/${id}/${i}`)) }),
  };
}

function ruleWords({ id, level, of, description, failed }: ReplayWazuhStep): LabelPart[] {
  const words: LabelPart[] = [
    { kind: 'code', text: String(id) },
    { kind: 'plain', text: `level ${level}` },
  ];
  if (failed === undefined) return [...words, { kind: 'plain', text: of ?? description }];
  if (of !== undefined) words.push({ kind: 'plain', text: of });
  words.push(...failedWords(failed));
  return words;
}

function failedWords(failed: NonNullable<ReplayWazuhStep['failed']>): LabelPart[] {
  const { option, subject, wanted, negated, actual, unsupported } = failed;
  const named = subject === option || subject === '' ? option : `${option} ${subject}`;
  const words: LabelPart[] = [{ kind: 'code', text: `${named}: ${negated ? 'not ' : ''}${wanted}` }];
  if (actual === undefined) words.push({ kind: 'plain', text: 'is not there' });
  else words.push({ kind: 'plain', text: 'is' }, { kind: 'value', text: JSON.stringify(actual) });
  if (unsupported !== undefined) words.push({ kind: 'note', text: unsupported });
  return words;
}

function plainNode(id: string, text: string): TreeNode {
  return { id, label: [{ kind: 'plain', text }], decides: true };
}
