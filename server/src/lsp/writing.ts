import { type CompletionParams, CompletionTriggerKind, MarkupKind } from 'vscode-languageserver';
import { type Completions, complete } from '../features/completion.ts';
import { type Hover, hover } from '../features/hover.ts';
import { type SignatureHelp, signatureHelp } from '../features/signature-help.ts';
import { completeWazuh } from '../features/wazuh/completion.ts';
import { wazuhHover } from '../features/wazuh/hover.ts';
import {
  type CompletionSupport,
  completionSupport,
  resolveCompletion,
  toCompletionList,
} from './completion.ts';
import { guard } from './guard.ts';
import type { KqlDocuments } from './kql.ts';
import { offsetOf, type PlacedText, rangeOf } from './ranges.ts';
import type { AtPosition, Service } from './service.ts';

/** What helps while rules are written: completion, hover, signatures. */
export function registerWriting(
  { connection, ask, snapshot, client, log }: Service,
  queries: KqlDocuments,
): void {
  const support = completionSupport(client);
  const answer = ask(
    'completion',
    (now, file, params: CompletionParams) =>
      answerCompletion(file, complete(now, file, offsetOf(file, params.position)), params, support),
    (now, file, params) =>
      answerCompletion(file, completeWazuh(now, file, offsetOf(file, params.position)), params, support),
  );
  connection.onCompletion((params, token) =>
    queries.holds(params.textDocument.uri)
      ? queries.completion(params, support.snippets, token)
      : answer(params),
  );
  connection.onCompletionResolve((item) =>
    guard(log, 'completion resolve', item, () => resolveCompletion(snapshot(), item))(item),
  );
  const answerHover = ask(
    'hover',
    (now, file, { position }: AtPosition) => toHover(file, hover(now, file, offsetOf(file, position))),
    (now, file, { position }) => toHover(file, wazuhHover(now, file, offsetOf(file, position))),
  );
  connection.onHover((params, token) =>
    queries.holds(params.textDocument.uri) ? queries.hover(params, token) : answerHover(params),
  );
  connection.onSignatureHelp(
    ask('signature help', (_now, file, { position }: AtPosition) =>
      toSignatureHelp(signatureHelp(file, offsetOf(file, position))),
    ),
  );
}

function answerCompletion(
  file: PlacedText,
  found: Completions,
  { context }: CompletionParams,
  support: CompletionSupport,
) {
  const typed = context?.triggerKind === CompletionTriggerKind.TriggerCharacter;
  return typed && found.onlyOnRequest ? null : toCompletionList(file, found, support);
}

function toHover(file: PlacedText, found: Hover | undefined) {
  if (found === undefined) return null;
  return { contents: markdown(found.markdown), range: rangeOf(file, found.span) };
}

function markdown(value: string): { kind: MarkupKind; value: string } {
  return { kind: MarkupKind.Markdown, value };
}

function toSignatureHelp(help: SignatureHelp | undefined) {
  if (help === undefined) return null;
  const { signature, description, parameters, active } = help;
  return {
    signatures: [
      {
        label: signature,
        documentation: markdown(description),
        parameters: parameters.map((label) => ({ label })),
      },
    ],
    activeSignature: 0,
    activeParameter: active,
  };
}
