import { deepStrictEqual } from 'node:assert';
import { commands, type Diagnostic, DiagnosticSeverity, type TextDocument } from 'vscode';
import { openRulesFile, problemsOf } from './documents.ts';

describe('the problems of a rules file', () => {
  it('arrive with their exact place', async () => {
    const document = await openRulesFile('unknown_field_rules.yaml');
    const problems = await problemsOf(document, hasErrors);
    deepStrictEqual(underlined(document, problems), ['proc.nme']);
  });

  it('arrive again after the language server was restarted', async () => {
    const document = await openRulesFile('unknown_field_rules.yaml');
    await problemsOf(document, hasErrors);
    await commands.executeCommand('falcoWorkbench.restartServer');
    const problems = await problemsOf(document, hasErrors);
    deepStrictEqual(underlined(document, problems), ['proc.nme']);
  });
});

function hasErrors(problems: Diagnostic[]): boolean {
  return problems.some(isError);
}

/** The texts that errors stand under. */
function underlined(document: TextDocument, problems: Diagnostic[]): string[] {
  return problems.filter(isError).map(({ range }) => document.getText(range));
}

function isError({ severity }: Diagnostic): boolean {
  return severity === DiagnosticSeverity.Error;
}
