import { type Span, span } from '../../../text/span.ts';
import { replacement } from '../fix.ts';
import { optionsOf, type WrittenRule } from '../manager.ts';
import { type FileTrap, trapFinding } from '../trap.ts';

/** A group text after which another is joined without a comma. Source: SEMANTICS.md "Loading" 8. */
export const groupComma: FileTrap = ({ rules }) => {
  const told = new Set<Span>();
  return rules.flatMap((rule) =>
    joined(rule).flatMap(({ before, after, place }) => {
      if (told.has(place)) return []; // the group around is shared by its rules
      told.add(place);
      const found = trapFinding('wazuh-group-comma', rule.file, place, [before, after]);
      return [{ ...found, fix: replacement('Add the comma', span(place.end, place.end), ',') }];
    }),
  );
};

function joined({ element, group }: WrittenRule) {
  const outer = group.attributes[0];
  const texts = [
    ...(outer === undefined ? [] : [{ text: outer.value, place: outer.valueSpan }]),
    ...optionsOf(element, 'group').map(({ content, contentSpan }) => ({ text: content, place: contentSpan })),
  ].filter(({ text }) => text.trim() !== '');
  return texts.slice(1).flatMap(({ text }, i) => {
    const { text: earlier, place } = texts[i]!;
    if (/[,\s]$/.test(earlier) || /^[,\s]/.test(text)) return [];
    return [{ before: lastWord(earlier), after: text.split(/[,\s]/)[0]!, place }];
  });
}

function lastWord(text: string): string {
  return text.slice(Math.max(text.lastIndexOf(','), text.lastIndexOf(' ')) + 1);
}
