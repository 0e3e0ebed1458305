import type { Level } from '../../falco/problems/problem.ts';
import type { WazuhGenerationCode } from '../../falco/problems/wazuh.ts';
import type { Span } from '../../text/span.ts';
import type { Conjunction } from '../where/formula.ts';
import type { PriorityName } from './priority.ts';

/** What the generator needs to know of a Falco rule. */
export interface FalcoRuleInput {
  readonly name: string;
  /** As the file writes it. */
  readonly priority: string;
  readonly tags: readonly string[];
  /** Level in Wazuh instead of the priority's. */
  readonly level?: number;
}

/** A detection: some of the alerts of a rule. */
export interface DetectionInput {
  readonly name: string;
  /** The name of its Falco rule. */
  readonly rule: string;
  /** Which alerts: those for which one of these holds. */
  readonly conjunctions: readonly Conjunction[];
  /** For people. */
  readonly description?: string;
  /** Level in Wazuh instead of that of the rule. */
  readonly level?: number;
  /** Tags instead of those of the rule. */
  readonly tags?: readonly string[];
}

/**
 * `sturdy` knows an alert by its own shape and needs no Falco setting; `recipe` is the published set-up, which
 * knows it by a field that Falco is told to add.
 */
export type Profile = 'sturdy' | 'recipe';

/** How the rules are written; every part has a default. */
export interface GenerateOptions {
  /** `sturdy`. */
  readonly profile?: Profile;
  /** Levels in Wazuh for some priorities. */
  readonly levels?: Partial<Record<PriorityName, number>>;
  /** The first id (100600). */
  readonly firstId?: number;
  /** The last id that is meant to be used (100999). */
  readonly lastId?: number;
  /** Fields of the alert added to each description, like `output_fields.container.id` (none). */
  readonly descriptionFields?: readonly string[];
}

/** Everything that decides about the generated file. */
export interface GenerateInput {
  readonly rules: readonly FalcoRuleInput[];
  /** Each becomes children of its rule; those of rules that are not among the rules are left out. */
  readonly detections?: readonly DetectionInput[];
  readonly options?: GenerateOptions;
  /** The file generated before, from which rules keep their ids. */
  readonly previous?: string;
  /** Ids of rules in other files. */
  readonly usedIds?: Iterable<number>;
}

/** Which part of the file stands for which Falco rule. */
export interface RuleLink {
  /** The Falco rule; undefined for the base rule and the ladder. */
  readonly rule: string | undefined;
  /** The detection; undefined for the rule as a whole. */
  readonly detection?: string;
  readonly id: number;
  /** The `<rule>` element. */
  readonly span: Span;
}

/** Something to say about the input or the result. */
export interface GenerateProblem {
  readonly code: WazuhGenerationCode;
  readonly level: Level;
  readonly message: string;
  /** The Falco rule it is about, where it is about one. */
  readonly rule?: string;
  /** The detection it is about, where it is about one. */
  readonly detection?: string;
}

/** A generated rules file. */
export interface GeneratedRules {
  readonly xml: string;
  readonly links: readonly RuleLink[];
  readonly problems: readonly GenerateProblem[];
}
