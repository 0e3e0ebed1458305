import { afterBackslash } from '../problems/condition.ts';
import { engineError, type Finding, finding } from '../problems/index.ts';
import type { SyntaxProblem } from './parse.ts';

/** The finding of a syntax problem; `text` is the text in which its span counts. */
export function engineProblem(problem: SyntaxProblem, text: string): Finding {
  const { kind, span, engineMessage } = problem;
  const code = `condition-${kind}` as const;
  const engine = engineError('LOAD_ERR_COMPILE_CONDITION', engineMessage);
  const word = text.slice(span.start, span.end);
  switch (code) {
    case 'condition-unexpected-text':
    case 'condition-missing-blank':
    case 'condition-missing-operator':
    case 'condition-bad-escape':
      return finding(code, span, [word], engine);
    case 'condition-missing-value':
      return finding(code, span, [expectedValue(engineMessage, text, span.start)], engine);
    case 'condition-unclosed-parenthesis':
      return finding(code, span, [endsInBackslash(text.slice(0, span.start))], engine);
    default:
      return finding(code, span, [], engine);
  }
}

function expectedValue(engineMessage: string, text: string, start: number): string {
  if (/["']/.test(text[start] ?? '')) {
    const missing = 'the text that begins with this quote has none at its end';
    return endsInBackslash(text.slice(start)) ? `${missing}. ${afterBackslash}` : missing;
  }
  if (engineMessage.includes('number')) return 'a number without quotes, or a field in `val()`';
  if (engineMessage.includes('list')) return 'a list such as `(a, b)`, or a name';
  return 'a text, or a field in `val()`';
}

/**
 * Whether a quote stands after two backslashes. The engine looks at the character before a quote only, so that
 * such a quote is part of the text (libsinsp, filter/parser.cpp, lex_quoted_str).
 */
function endsInBackslash(text: string): boolean {
  return /\\\\["']/.test(text);
}
