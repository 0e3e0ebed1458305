import { type CompletionParams, CompletionTriggerKind, MarkupKind } from 'vscode-languageserver';
import { complete } from '../features/completion.ts';
import { hover } from '../features/hover.ts';
import { type SignatureHelp, signatureHelp } from '../features/signature-help.ts';
import { completionSupport, resolveCompletion, toCompletionList } from './completion.ts';
import { guard } from './guard.ts';
import { offsetOf, rangeOf } from './ranges.ts';
import type { AtPosition, Service } from './service.ts';

/** What helps while rules are written: completion, hover, signatures. */
export function registerWriting({ connection, ask, snapshot, client, log }: Service): void {
  const support = completionSupport(client);
  connection.onCompletion(
    ask('completion', (now, file, { position, context }: CompletionParams) => {
      const found = complete(now, file, offsetOf(file, position));
      const typed = context?.triggerKind === CompletionTriggerKind.TriggerCharacter;
      return typed && found.onlyOnRequest ? null : toCompletionList(file, found, support);
    }),
  );
  connection.onCompletionResolve((item) =>
    guard(log, 'completion resolve', item, () => resolveCompletion(snapshot(), item))(item),
  );
  connection.onHover(
    ask('hover', (now, file, { position }: AtPosition) => {
      const found = hover(now, file, offsetOf(file, position));
      if (found === undefined) return null;
      return { contents: markdown(found.markdown), range: rangeOf(file, found.span) };
    }),
  );
  connection.onSignatureHelp(
    ask('signature help', (_now, file, { position }: AtPosition) =>
      toSignatureHelp(signatureHelp(file, offsetOf(file, position))),
    ),
  );
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
