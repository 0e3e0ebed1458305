import { Position, Range, Selection, window } from 'vscode';

/** The place that a code lens names: the protocol's line and character. */
export function positionOf(place: unknown): Position | undefined {
  if (typeof place !== 'object' || place === null || !('line' in place) || !('character' in place))
    return undefined;
  const { line, character } = place;
  return typeof line === 'number' && typeof character === 'number'
    ? new Position(line, character)
    : undefined;
}

/** Puts the cursor where a code lens was used, so that what follows the cursor is about that rule. */
export function goToLens(file: unknown, place: unknown): void {
  const editor = window.visibleTextEditors.find(({ document }) => document.uri.toString() === file);
  const position = positionOf(place);
  if (editor === undefined || position === undefined) return;
  editor.selection = new Selection(position, position);
  editor.revealRange(new Range(position, position));
}
