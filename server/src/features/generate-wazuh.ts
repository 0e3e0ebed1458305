import type { Span } from '../text/span.ts';
import { generateWazuhRules } from '../wazuh/generate/generate.ts';
import type { GenerateOptions, GenerateProblem, RuleLink } from '../wazuh/generate/input.ts';
import { isGenerated } from '../wazuh/generate/lock.ts';
import { ruleIdsIn } from '../wazuh/generate/used-ids.ts';
import type { Snapshot } from '../workspace/workspace.ts';

/** Where the rules go to, and how they are written. */
export interface WazuhTarget {
  /** What differs from the settings. */
  readonly options?: GenerateOptions;
  /** The file as it is now, whose rules keep their ids. */
  readonly previous?: string;
  /** The texts of the rules files beside it, whose ids are avoided. */
  readonly neighbours?: readonly string[];
}

/** Something to say about the generated rules, at the name of the Falco rule where it is about one. */
export interface WazuhProblem extends GenerateProblem {
  readonly place?: { readonly uri: string; readonly span: Span };
}

/** The Wazuh rules for all rules of a workspace. */
export interface WazuhRules {
  readonly xml: string;
  readonly links: readonly RuleLink[];
  readonly problems: readonly WazuhProblem[];
}

/** Generates the Wazuh rules for all rules that Falco loads. */
export function generateWazuh(snapshot: Snapshot, target: WazuhTarget = {}): WazuhRules {
  const { neighbours = [], options, ...rest } = target;
  const chosen = { ...snapshot.settings.wazuh, ...options };
  const rules = [...snapshot.load.collector.rules.values()];
  const usedIds = neighbours.flatMap(ruleIdsIn);
  const { xml, links, problems } = generateWazuhRules({ ...rest, options: chosen, rules, usedIds });
  return { xml, links, problems: problems.map((problem) => placed(problem, snapshot)) };
}

/** True for a file that may be written anew: it was generated, or holds nothing. */
export function mayBeReplaced(text: string): boolean {
  return text.trim() === '' || isGenerated(text);
}

function placed(problem: GenerateProblem, { names }: Snapshot): WazuhProblem {
  const { rule } = problem;
  if (rule === undefined) return problem;
  const definition = names.occurrencesOf('rule', rule).findLast(({ role }) => role === 'definition');
  if (definition === undefined) return problem;
  return { ...problem, place: { uri: definition.placed.file, span: definition.span } };
}
