import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { commands, type Extension, extensions } from 'vscode';
import { openRulesFile } from './documents.ts';

describe('the extension', () => {
  it('is there', () => {
    ok(workbench());
  });

  it('registers at once, and leaves the start of the server for later', async () => {
    const start = performance.now();
    await workbench().activate();
    // The bar is 100 ms, its code loaded and run; how long it takes is for people to read.
    console.log(`activation: ${Math.round(performance.now() - start)} ms`);
    strictEqual(workbench().isActive, true);
  });

  it('starts when a rules file is opened', async () => {
    await openRulesFile('valid_rules.yaml');
    await workbench().activate();
    strictEqual(workbench().isActive, true);
  });

  it('registers every command that its manifest contributes', async () => {
    await workbench().activate();
    const registered = new Set(await commands.getCommands(true));
    const contributed: { command: string }[] = workbench().packageJSON.contributes.commands;
    const missing = contributed.map(({ command }) => command).filter((id) => !registered.has(id));
    deepStrictEqual(missing, []);
  });
});

function workbench(): Extension<unknown> {
  const extension = extensions.getExtension('falco-rule-workbench.falco-rule-workbench');
  ok(extension, 'the extension is not installed');
  return extension;
}
