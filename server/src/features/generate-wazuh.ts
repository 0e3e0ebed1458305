import type { Span } from '../text/span.ts';
import { generateWazuhRules } from '../wazuh/generate/generate.ts';
import type { GenerateOptions, GenerateProblem, RuleLink } from '../wazuh/generate/input.ts';
import { isGenerated } from '../wazuh/generate/lock.ts';
import { ruleIdsIn } from '../wazuh/generate/used-ids.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { wazuhDetections } from './wazuh/detections.ts';

/** Where the rules go to, and how they are written. */
export interface WazuhTarget {
  /** What differs from the settings. */
  readonly options?: GenerateOptions;
  /** The file as it is now, whose rules keep their ids. */
  readonly previous?: string;
  /** The texts of the rules files beside it, whose ids are avoided. */
  readonly neighbours?: readonly string[];
}

/** Something to say about the generated rules, at its place where it is about a rule or a detection. */
export interface WazuhProblem extends GenerateProblem {
  readonly place?: { readonly uri: string; readonly span: Span };
}

/** The Wazuh rules for all rules of a workspace. */
export interface WazuhRules {
  readonly xml: string;
  readonly links: readonly RuleLink[];
  readonly problems: readonly WazuhProblem[];
}

/** Generates the Wazuh rules for all rules that Falco loads, and for the detections on their alerts. */
export function generateWazuh(snapshot: Snapshot, target: WazuhTarget = {}): WazuhRules {
  const { neighbours = [], options, ...rest } = target;
  const chosen = { ...snapshot.settings.wazuh, ...options };
  const rules = [...snapshot.load.collector.rules.values()];
  const usedIds = neighbours.flatMap(ruleIdsIn);
  const translated = wazuhDetections(snapshot);
  const { detections } = translated;
  const input = { ...rest, options: chosen, rules, detections, usedIds };
  const { xml, links, problems } = generateWazuhRules(input);
  const told = problems.map((problem) => placed(problem, snapshot));
  return { xml, links, problems: [...told, ...translated.problems] };
}

/** True for a file that may be written anew: it was generated, or holds nothing. */
export function mayBeReplaced(text: string): boolean {
  return text.trim() === '' || isGenerated(text);
}

function placed(problem: GenerateProblem, { names, detections }: Snapshot): WazuhProblem {
  const { rule, detection } = problem;
  const named = detections.find(({ name }) => name.value === detection);
  if (named !== undefined) return { ...problem, place: { uri: named.placed.file, span: named.name.span } };
  if (rule === undefined) return problem;
  const definition = names.occurrencesOf('rule', rule).findLast(({ role }) => role === 'definition');
  if (definition === undefined) return problem;
  return { ...problem, place: { uri: definition.placed.file, span: definition.span } };
}
