import { Location, Range, Uri } from 'vscode';
import type { FileRange } from '../../server/src/protocol.ts';

/** The range of a place that the server names. */
export function rangeOf({ start, end }: FileRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** The place, with its file. */
export function locationOf(place: FileRange): Location {
  return new Location(Uri.parse(place.uri), rangeOf(place));
}
