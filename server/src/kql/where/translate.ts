import type { Check, Condition } from '../../falco/condition/tree.ts';
import type { KqlWhereCode } from '../../falco/problems/kql.ts';
import { kqlWhereProblems } from '../../falco/problems/kql.ts';
import type { Span } from '../../text/span.ts';
import { translateCheck } from './check.ts';
import { Inexpressible, type TranslationProblem } from './problem.ts';
import type { WhereOptions } from './source.ts';
import type { KqlExpression } from './tree.ts';
import { and, never, not, or } from './tree.ts';

/** A condition as KQL over the columns of the parser function, or what stands in the way. */
export interface WhereTranslation {
  /** Undefined where there is an error among the problems. */
  readonly expression?: KqlExpression;
  readonly problems: readonly TranslationProblem[];
  /** The fields that it reads, each once, in order. */
  readonly fields: readonly string[];
}

/** More checks make no query that Sentinel takes. */
const mostChecks = 1000;

/**
 * Translates a condition whose macros and lists are resolved: an alert passes the expression exactly where
 * Falco's condition holds for its fields (over CEF as far as `cefCaveats` says). What KQL or the transport
 * cannot say is a problem at its place; in a macro that is the place of its name.
 */
export function translateWhere(condition: Condition, options: WhereOptions): WhereTranslation {
  const found: Found = { problems: [], fields: new Set(), checks: 0, options };
  const expression = translate(condition, found);
  const fields = [...found.fields];
  if (found.checks > mostChecks) {
    return { problems: [problem('kql-where-too-large', [mostChecks], condition.span)], fields };
  }
  if (found.problems.length > 0) return { problems: found.problems, fields };
  const forgeable = options.transport === 'json' || fields.length === 0 ? [] : [forgery(condition, fields)];
  return { expression, problems: forgeable, fields };
}

interface Found {
  readonly problems: TranslationProblem[];
  readonly fields: Set<string>;
  checks: number;
  readonly options: WhereOptions;
}

function translate(condition: Condition, found: Found, macro?: Span): KqlExpression {
  switch (condition.kind) {
    case 'and':
      return and(condition.operands.map((operand) => translate(operand, found, macro)));
    case 'or':
      return or(condition.operands.map((operand) => translate(operand, found, macro)));
    case 'not':
      return not(translate(condition.operand, found, macro));
    case 'macro':
      if (condition.expansion === undefined || found.checks > mostChecks) break;
      return translate(condition.expansion, found, macro ?? condition.span);
    case 'check':
      found.checks++;
      return found.checks > mostChecks ? never : tryCheck(condition, found, macro);
    case 'missing':
  }
  const reason = condition.kind === 'macro' ? 'no macro has this name' : 'a check is missing here';
  if (found.checks <= mostChecks) {
    found.problems.push(problem('kql-cannot-express', ['this', reason], macro ?? condition.span));
  }
  return never;
}

function tryCheck(check: Check, found: Found, macro: Span | undefined): KqlExpression {
  try {
    const { expression, fields } = translateCheck(check, found.options);
    for (const field of fields) found.fields.add(field);
    return expression;
  } catch (error) {
    if (!(error instanceof Inexpressible)) throw error;
    found.problems.push(problem(error.code, error.args, macro ?? error.span ?? check.span));
    return never;
  }
}

function forgery(condition: Condition, fields: readonly string[]): TranslationProblem {
  const named = fields.map((field) => `\`${field}\``).join(', ');
  return problem('kql-cef-forgeable', [named], condition.span);
}

function problem(code: KqlWhereCode, args: readonly unknown[], span: Span): TranslationProblem {
  // The row's own types do not survive the lookup; arguments are given where the code is.
  const message = kqlWhereProblems[code].message as (...values: readonly unknown[]) => string;
  return { code, args, message: message(...args), span };
}
