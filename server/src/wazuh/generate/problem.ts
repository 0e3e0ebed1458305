import { type WazuhGenerationCode, wazuhGenerationProblems } from '../../falco/problems/wazuh.ts';
import type { GenerateProblem } from './input.ts';

/** The problem of a code about a rule, or about the whole where `rule` is undefined. */
export function generationProblem<Code extends WazuhGenerationCode>(
  code: Code,
  rule: string | undefined,
  ...args: Parameters<(typeof wazuhGenerationProblems)[Code]['message']>
): GenerateProblem {
  const { level, message } = wazuhGenerationProblems[code];
  const text = (message as (...all: readonly unknown[]) => string)(...args);
  return { code, level, message: text, ...(rule !== undefined && { rule }) };
}
