import {
  languages,
  type Position,
  SnippetString,
  type TextDocument,
  type TextEditor,
  window,
  workspace,
} from 'vscode';
import { documentSelector } from '../document-selector.ts';
import { ruleTemplates } from '../templates/rule-templates.ts';
import type { Command } from './command.ts';

/** Puts a rule with places to fill in at the end of the open rules file, or into a new one. */
export const newRule: Command = {
  id: 'falcoWorkbench.newRule',
  run: async () => {
    const template = await window.showQuickPick(ruleTemplates, {
      title: 'New Rule from Template',
      placeHolder: 'What is the rule to detect?',
      matchOnDetail: true,
    });
    if (template === undefined) return;
    const editor = rulesEditor() ?? (await newFile());
    const end = endOf(editor.document);
    await editor.insertSnippet(new SnippetString(breakBefore(editor.document) + template.body), end);
    editor.revealRange(editor.selection);
  },
};

function rulesEditor(): TextEditor | undefined {
  const editor = window.activeTextEditor;
  return editor && languages.match(documentSelector, editor.document) > 0 ? editor : undefined;
}

async function newFile(): Promise<TextEditor> {
  return window.showTextDocument(await workspace.openTextDocument({ language: 'falco-rules', content: '' }));
}

function endOf({ lineCount, lineAt }: TextDocument): Position {
  return lineAt(lineCount - 1).range.end;
}

/** What stands between the last item and the new one: an empty line. */
function breakBefore(document: TextDocument): string {
  const text = document.getText();
  if (text.trim() === '') return '';
  if (/\n[ \t]*\r?\n[ \t]*$/.test(text)) return '';
  return /\n$/.test(text) ? '\n' : '\n\n';
}
