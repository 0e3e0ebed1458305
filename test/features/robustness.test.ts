import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeActions } from '../../server/src/features/code-actions.ts';
import { complete } from '../../server/src/features/completion.ts';
import { definitions } from '../../server/src/features/definition.ts';
import { highlights } from '../../server/src/features/document-highlight.ts';
import { documentSymbols } from '../../server/src/features/document-symbols.ts';
import { foldingRanges } from '../../server/src/features/folding.ts';
import { hover } from '../../server/src/features/hover.ts';
import { rename } from '../../server/src/features/rename.ts';
import { selectionRanges } from '../../server/src/features/selection-ranges.ts';
import { semanticTokens } from '../../server/src/features/semantic-tokens.ts';
import { signatureHelp } from '../../server/src/features/signature-help.ts';
import type { RulesFile } from '../../server/src/workspace/rules-file.ts';
import { type Snapshot, Workspace } from '../../server/src/workspace/workspace.ts';

const uri = 'file:///w/rules.yaml';
const text = `# Rules with every kind of scalar 😀
- required_engine_version: 0.57.0
- list: shells
  items: [bash, "zsh", 'k sh']
- macro: spawned
  condition: (evt.type in (execve, execveat) and evt.dir = <)
- rule: "Shell \\u00e9"
  desc: >-
    Someone started
    a shell
  condition: >
    spawned and proc.name in (shells)
    and not tolower(proc.pname) = "a\\"b"
    and evt.arg.flags contains 'x y'
  output: |
    Shell %proc.name 키 %evt.arg[0] %toupper(user.name)
  priority: WARNING
  tags: [host, T1059]
  exceptions:
    - name: known
      fields: [proc.name, fd.name]
      comps: [in, =]
      values:
        - [shells, /tmp/x]
- rule: "Shell \\u00e9"
  condition: "or evt.type = open"
  override:
    condition: append
`;

function open(content: string): { snapshot: Snapshot; file: RulesFile } {
  const workspace = new Workspace();
  workspace.setFile(uri, content, true);
  const snapshot = workspace.snapshot();
  return { snapshot, file: snapshot.files.get(uri)! };
}

/** Asks everything at a place: nothing throws, and every answer lies within the file. */
function askAll({ snapshot, file }: { snapshot: Snapshot; file: RulesFile }, offset: number): void {
  codeActions(snapshot, file, { start: offset, end: Math.min(offset + 20, file.text.length) }, ['refactor']);
  const { replace } = complete(snapshot, file, offset);
  expect(replace.start).toBeLessThanOrEqual(offset);
  expect(replace.end).toBeGreaterThanOrEqual(offset);
  expect(file.text.slice(replace.start, replace.end)).not.toMatch(/[\r\n]/);
  const found = hover(snapshot, file, offset);
  if (found !== undefined) expect(found.span.start).toBeLessThanOrEqual(found.span.end);
  definitions(snapshot, file, offset);
  highlights(snapshot, file, offset);
  rename(snapshot, file, offset, 'renamed');
  selectionRanges(file, offset);
  signatureHelp(file, offset);
}

function askAboutFile({ snapshot, file }: { snapshot: Snapshot; file: RulesFile }): void {
  documentSymbols(file);
  foldingRanges(file);
  codeActions(snapshot, file, { start: 0, end: file.text.length });
  codeActions(snapshot, file, { start: 0, end: 0 }, ['']);
  let last = 0;
  for (const { span } of semanticTokens(snapshot, file)) {
    expect(span.start).toBeGreaterThanOrEqual(last);
    last = span.end;
  }
}

describe('language features anywhere', () => {
  it.each([
    ['as it is', text],
    ['with CRLF', text.replaceAll('\n', '\r\n')],
    ['with blanks before the dashes', text.replaceAll(/^(?=.)/gm, '  ')],
    ['without its last line end', text.trimEnd()],
  ])('answer at each place of a text %s', (_name, content) => {
    const opened = open(content);
    askAboutFile(opened);
    for (let offset = 0; offset <= content.length; offset++) {
      // No cursor is ever between the two characters of a line end.
      if (content[offset] !== '\n' || content[offset - 1] !== '\r') askAll(opened, offset);
    }
  });

  it('answer in a text that is being written', () => {
    for (let end = 0; end <= text.length; end++) {
      const opened = open(text.slice(0, end));
      askAboutFile(opened);
      askAll(opened, end);
    }
  });

  it('answer in a text with a hole', () => {
    for (let start = 0; start < text.length; start += 9) {
      const opened = open(text.slice(0, start) + text.slice(start + 7));
      askAboutFile(opened);
      askAll(opened, start);
    }
  });

  it('answer in the examples', () => {
    const opened = open(
      readFileSync(new URL('../../examples/rules/falco_rules.yaml', import.meta.url), 'utf8'),
    );
    askAboutFile(opened);
    for (let offset = 0; offset <= opened.file.text.length; offset += 23) askAll(opened, offset);
  });
});
