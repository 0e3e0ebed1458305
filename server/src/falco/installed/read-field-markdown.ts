import type { JsonObject } from './read-json.ts';

const heading = /^## Field Class: (.+)$/;
const sourcesLine = /^Event Sources: (.*)$/;
const fieldLine = /^`([^`]+)` \| (?:LIST\((\w+)\)|(\w+)) \| /;

/**
 * Reads what `falco --list --markdown` prints into the classes that the JSON has: a heading, a line of event
 * sources, a table of name, type and description. It tells nothing of arguments.
 */
export function readFieldMarkdown(text: string): JsonObject[] {
  const blocks = text.split(/^(?=## Field Class: )/m);
  return blocks.filter((block) => heading.test(block.split('\n', 1)[0]!)).map(classOf);
}

function classOf(block: string): JsonObject {
  const lines = block.split('\n').map((line) => line.trimEnd());
  const sources = lines.flatMap((line) => sourcesLine.exec(line)?.[1] ?? []);
  return {
    name: heading.exec(lines[0]!)?.[1],
    event_sources: sources[0]?.split(' ').filter((each) => each !== ''),
    fields: lines.flatMap((line) => fieldIn(line) ?? []),
  };
}

function fieldIn(line: string): JsonObject | undefined {
  const match = fieldLine.exec(line);
  if (match === null) return undefined;
  const [, name, listOf, type] = match;
  return { name, type: listOf ?? type, is_list: listOf !== undefined };
}
