import type { GenerateProblem } from './input.ts';
import { generationProblem } from './problem.ts';

/**
 * What is to be said about the published recipe: the defects that stay, as they lie in its idea, and those
 * that are mended here. Source: SEMANTICS.md "Known defects".
 */
export function recipeFindings(): readonly GenerateProblem[] {
  return [
    generationProblem('wazuh-recipe-discriminator', undefined),
    generationProblem('wazuh-recipe-internal-alerts', undefined),
    generationProblem('wazuh-recipe-output-fields', undefined),
    generationProblem('wazuh-recipe-mail', undefined),
    generationProblem('wazuh-syslog-header', undefined),
    generationProblem('wazuh-recipe-debug', undefined),
    generationProblem('wazuh-recipe-anchors', undefined),
    generationProblem('wazuh-recipe-description', undefined),
  ];
}
