import {
  type Disposable,
  type LogOutputChannel,
  MarkdownString,
  type TextEditor,
  ThemeColor,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { ReplayMark } from '../../../server/src/protocol.ts';
import type { LanguageServer } from '../language-server.ts';
import { rangeOf } from '../place.ts';
import { markText } from './mark-text.ts';

/** What replayed alerts say of rules, shown in the editor behind their names. */
export interface ReplayMarks extends Disposable {
  /** There is news of a replay, or no replay any more. */
  follow(replay: number | undefined): void;
}

/** News comes in bit by bit: the marks are asked for this long after it, in milliseconds. */
const pause = 300;

const command = 'falcoWorkbench.replayAlerts';

/** Shows marks in all editors, where the user's settings want them. */
export function replayMarks(server: LanguageServer, log: LogOutputChannel): ReplayMarks {
  const decoration = window.createTextEditorDecorationType({
    after: { color: new ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 2em' },
  });
  let marks: readonly ReplayMark[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (editors: readonly TextEditor[]) => {
    for (const editor of editors)
      editor.setDecorations(decoration, decorations(editor, wanted() ? marks : []));
  };
  const showAll = () => show(window.visibleTextEditors);
  const ask = async (replay: number) => {
    marks = (await server.request('falcoWorkbench/replay/marks', { replay }))?.marks ?? [];
    showAll();
  };
  const listeners = [
    window.onDidChangeVisibleTextEditors(show),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('falcoWorkbench.replay.marks')) showAll();
    }),
  ];
  return {
    follow: (replay) => {
      if (timer !== undefined || replay === undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        ask(replay).catch((error) => log.warn('The marks of the replay could not be shown:', error));
      }, pause);
    },
    dispose: () => {
      clearTimeout(timer);
      for (const each of [decoration, ...listeners]) each.dispose();
    },
  };
}

function wanted(): boolean {
  return workspace.getConfiguration('falcoWorkbench').get('replay.marks') !== false;
}

function decorations({ document }: TextEditor, marks: readonly ReplayMark[]) {
  const address = document.uri.toString();
  return marks
    .filter(({ place }) => Uri.parse(place.uri, true).toString() === address)
    .map((mark) => ({
      range: rangeOf(mark.place),
      hoverMessage: hoverOf(mark),
      renderOptions: { after: { contentText: markText(mark) } },
    }));
}

/** Says the same, with a way back to the panel. The name of a rule is text of others: it stands in no markup. */
function hoverOf(mark: ReplayMark): MarkdownString {
  const { rule, place } = mark;
  const hover = new MarkdownString();
  hover.isTrusted = { enabledCommands: [command] };
  const args = encoded(JSON.stringify([place.uri, place.start, rule]));
  return hover
    .appendText(`Replay: ${markText(mark)}. `)
    .appendMarkdown(`[Show these alerts](command:${command}?${args})`);
}

/** Nothing in it ends a link of Markdown. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16)}`);
}
