import { transformerNamed } from '../falco/tables/operators.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import { cursorAt } from './cursor.ts';

/** The transformer whose arguments are being written. */
export interface SignatureHelp {
  /** `join(separator, list)` */
  readonly signature: string;
  readonly description: string;
  /** Its parameters, as they stand in the signature. */
  readonly parameters: readonly string[];
  /** Which of them is being written, from 0. */
  readonly active: number;
}

/** The signature of the innermost transformer round an offset in a condition or output. */
export function signatureHelp(file: RulesFile, offset: number): SignatureHelp | undefined {
  const cursor = cursorAt(file, offset);
  if (cursor.kind !== 'value' || !/^(?:condition|where|output)$/.test(cursor.path.join('/')))
    return undefined;
  const open = innermostCall(cursor.before);
  const transformer = open && transformerNamed(open.name);
  if (transformer === undefined) return undefined;
  const { signature, description } = transformer;
  const parameters = signature.slice(signature.indexOf('(') + 1, -1).split(', ');
  return { signature, description, parameters, active: Math.min(open!.commas, parameters.length - 1) };
}

interface Call {
  /** Empty for parentheses that are no call. */
  readonly name: string;
  commas: number;
}

/** The call that is still open at the end of a text, quoted texts left out. */
function innermostCall(text: string): Call | undefined {
  const open: Call[] = [];
  for (const { 0: token } of text.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\w*\(|[,)]/g)) {
    if (token.endsWith('(')) open.push({ name: token.slice(0, -1), commas: 0 });
    else if (token === ')') open.pop();
    else if (token === ',' && open.length > 0) open.at(-1)!.commas++;
  }
  return open.at(-1);
}
