import { expect, it } from 'vitest';
import type { Position } from 'vscode-languageserver-protocol/node';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import fc from '../support/properties.ts';
import { startServer } from './client.ts';

const uri = 'file:///w/edited.yaml';
const start = '- macro: 매크로\r\n  condition: fd.name = "😀"\n';

/** Pieces that make offsets hard: surrogate pairs, combining marks, wide scripts, all ends of line. */
const piece = fc.constantFrom(
  'a',
  ' ',
  '- rule: ',
  '\n',
  '\r\n',
  '\r',
  '👩‍💻',
  '규칙',
  'é',
  'e\u0301',
  'Ж',
  '"',
  '(',
);
/** An edit whose place is a share of the text, so that every text has one for it. */
const edit = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(8),
  newText: fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join('')),
});

it('10,000 random edits leave the server with the text of the editor', async () => {
  const workspace = new Workspace();
  const client = await startServer({}, {}, () => {}, workspace);
  await client.open(uri, start, 'falco-rules');
  let expected = start;
  for (const [i, { place, length, newText }] of fc.sample(edit, { numRuns: 10_000, seed: 20 }).entries()) {
    const from = wholeCharacter(expected, Math.floor(place * expected.length));
    const to = expected.length > 3000 ? expected.length : wholeCharacter(expected, from + length);
    const range = { start: positionOf(expected, from), end: positionOf(expected, to) };
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: i + 2 },
      contentChanges: [{ range, text: newText }],
    });
    expected = expected.slice(0, from) + newText + expected.slice(to);
    if (i % 100 !== 99) continue;
    await client.request('textDocument/foldingRange', { textDocument: { uri } });
    expect(workspace.snapshot().files.get(uri)?.text, `after edit ${i + 1}`).toBe(expected);
  }
  await client.close();
}, 120_000);

/** An editor's cursor is never inside a surrogate pair or between `\r` and `\n`. */
function wholeCharacter(text: string, offset: number): number {
  const at = Math.min(offset, text.length);
  const inside = /[\uD800-\uDBFF][\uDC00-\uDFFF]|\r\n/.test(text.slice(at - 1, at + 1));
  return inside && at > 0 ? at + 1 : at;
}

/** The position of an offset, counted without the code under test. */
function positionOf(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}
