import type { Refactoring } from '../../../server/src/features/refactor/refactoring.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import type { Span } from '../../../server/src/text/span.ts';
import type { RulesFile } from '../../../server/src/workspace/rules-file.ts';
import { defaultSettings } from '../../../server/src/workspace/settings.ts';
import { type Snapshot, Workspace } from '../../../server/src/workspace/workspace.ts';
import { markedText, splitFiles } from '../../support/marked-text.ts';

/** Files from one text (`#- name` starts a file) with a cursor `<|>` or a selection `<|text|>` in one of them. */
export function selection(marked: string): { snapshot: Snapshot; file: RulesFile; span: Span } {
  const workspace = new Workspace();
  workspace.setSettings({ ...defaultSettings, lineWidth: 80 });
  let uri = '';
  let span: Span = { start: 0, end: 0 };
  for (const [name, content] of splitFiles(marked)) {
    const { text, cursors, ranges } = markedText(content);
    workspace.setFile(`file:///${name}`, text, true);
    const [cursor] = cursors;
    const found = ranges[0] ?? (cursor === undefined ? undefined : { start: cursor, end: cursor });
    if (found === undefined && uri !== '') continue;
    uri = `file:///${name}`;
    span = found ?? span;
  }
  const snapshot = workspace.snapshot();
  return { snapshot, file: snapshot.files.get(uri)!, span };
}

/** The files after a refactoring, in the form of `selection`; the reason where it is refused. */
export function refactored(
  marked: string,
  refactor: (snapshot: Snapshot, file: RulesFile, span: Span) => Refactoring,
): string {
  const { snapshot, file, span } = selection(marked);
  const result = refactor(snapshot, file, span);
  if (!result.ok) return result.reason;
  const texts = [...splitFiles(marked).keys()].map((name) => {
    const { text } = snapshot.files.get(`file:///${name}`)!;
    return [name, applyEdits(text, result.edits.get(`file:///${name}`) ?? [])] as const;
  });
  return texts.length === 1 ? texts[0]![1] : texts.map(([name, text]) => `#- ${name}\n${text}`).join('');
}
