import { toBytes } from '../../../falco/evaluate/byte-string.ts';
import { priorityWords } from '../../generate/priority.ts';
import { isInvalid } from '../../pattern/compiled-pattern.ts';
import { compilePattern } from '../../pattern/pattern.ts';
import type { XmlElement } from '../../xml/document.ts';
import { type RulesFix, replacement } from '../fix.ts';
import { optionsOf } from '../manager.ts';
import { patternTypeOf } from '../text-place.ts';
import { type Trap, trapFinding } from '../trap.ts';

/** A pattern for the priority that is found anywhere in it. */
export const priorityAnchor: Trap = ({ falcoRules }) =>
  falcoRules.flatMap(({ file, element }) =>
    optionsOf(element, 'field')
      .filter(({ attributes }) => attributes.some(({ name, value }) => name === 'name' && isPriority(value)))
      .filter(({ content }) => !isAnchored(content))
      .map((field) => {
        const { content, contentSpan } = field;
        const found = trapFinding('wazuh-priority-anchor', file, contentSpan, [content]);
        const fix = anchored(field);
        return fix === undefined ? found : { ...found, fix };
      }),
  );

function isPriority(name: string): boolean {
  return name.toLowerCase() === 'priority';
}

function isAnchored(pattern: string): boolean {
  if (/^(?:\(\?\w+\))?\^\(.*\)\$$/.test(pattern)) return true;
  return pattern.split('|').every((each) => /^(?:\(\?\w+\))?\^.*\$$/.test(each));
}

/** The priorities that the pattern takes, between anchors; none where it takes no or every priority. */
function anchored(field: XmlElement): RulesFix | undefined {
  const { content, contentSpan } = field;
  const type = patternTypeOf(field)!;
  const compiled = compilePattern(type, toBytes(content));
  const isExact = content.length === contentSpan.end - contentSpan.start;
  if (!isExact || isInvalid(compiled) || compiled.unsupported !== undefined) return undefined;
  const words = priorityWords.filter(compiled.matches);
  const [first] = words;
  if (first === undefined || words.length === priorityWords.length) return undefined;
  const either = words.map((word) => `^${word}$`).join('|');
  const anyCase = type === 'pcre2' && compiled.matches(first.toLowerCase());
  const pattern = anyCase ? `(?i)${words.length > 1 ? `^(?:${words.join('|')})$` : either}` : either;
  return replacement(`Write \`${pattern}\``, contentSpan, pattern);
}
