import type {
  InlayHintParams,
  CodeLens as LspCodeLens,
  InlayHint as LspInlayHint,
} from 'vscode-languageserver';
import { type CodeLens, codeLenses } from '../features/code-lenses.ts';
import { configLinks } from '../features/config-links.ts';
import { describeTopic } from '../features/describe-topic.ts';
import { type DocumentLink, documentLinks } from '../features/document-links.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import { isFalcoConfig } from '../workspace/configured-rules.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import { guard } from './guard.ts';
import { rangeOf, spanOf } from './ranges.ts';
import type { Service } from './service.ts';

/** What is shown in or above the lines of a document without standing in it: lenses, hints, links. */
export function registerAnnotations({ connection, ask, settings, options, workspace, log }: Service): void {
  connection.onCodeLens(
    ask('code lenses', (now, file) =>
      codeLenses(now, file, settings().codeLenses).map((lens) =>
        toCodeLens(file, lens, options.lensCommands === true),
      ),
    ),
  );
  connection.languages.inlayHint.on(
    ask('inlay hints', (now, file, { range }: InlayHintParams) =>
      inlayHints(now, file, spanOf(file, range), settings().inlayHints).map(({ at, label, topic }) => {
        const described = topic && describeTopic(now, topic);
        return {
          position: rangeOf(file, { start: at, end: at }).end,
          label,
          paddingLeft: true,
          ...(described === undefined ? {} : { tooltip: { kind: 'markdown', value: described } }),
        } satisfies LspInlayHint;
      }),
    ),
  );
  const linksInRules = ask('document links', (_now, file) => toLinks(file, documentLinks(file)));
  connection.onDocumentLinks(
    guard(log, 'document links', null, (params) => {
      const [file] = workspace.textsOf(params.textDocument.uri);
      if (file === undefined || !isFalcoConfig(file.uri)) return linksInRules(params);
      const addresses = new Set(workspace.uris);
      return toLinks(
        file,
        configLinks(file, (address) => addresses.has(address)),
      );
    }),
  );
}

function toLinks(file: RulesFile, links: readonly DocumentLink[]) {
  return links.map(({ span, target, tooltip }) => ({ range: rangeOf(file, span), target, tooltip }));
}

/** Commands of the client, by what a lens does. */
const commands = {
  references: 'falcoWorkbench.showReferences',
  'preview-kql': 'falcoWorkbench.previewKql',
  'preview-wazuh': 'falcoWorkbench.previewWazuh',
  replay: 'falcoWorkbench.replayAlerts',
} as const;

const titles = {
  'preview-kql': 'Preview KQL',
  'preview-wazuh': 'Preview Wazuh',
  replay: 'Replay',
} as const;

/** @param withCommands false for clients that do not have the commands: the lenses only tell something then. */
function toCodeLens(file: RulesFile, { span, action }: CodeLens, withCommands: boolean): LspCodeLens {
  const range = rangeOf(file, span);
  const title =
    action.kind === 'references'
      ? `${action.count} reference${action.count === 1 ? '' : 's'}`
      : titles[action.kind];
  const isActive = withCommands && !(action.kind === 'references' && action.count === 0);
  if (!isActive) return { range, command: { title, command: '' } };
  const rule = action.kind === 'replay' ? [action.rule] : [];
  return {
    range,
    command: { title, command: commands[action.kind], arguments: [file.document, range.start, ...rule] },
  };
}
