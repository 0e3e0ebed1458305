import { optionsOf } from '../manager.ts';
import { type Trap, trapFinding } from '../trap.ts';

/** A pattern for the priority that is found anywhere in it. */
export const priorityAnchor: Trap = ({ falcoRules }) =>
  falcoRules.flatMap(({ file, element }) =>
    optionsOf(element, 'field')
      .filter(({ attributes }) => attributes.some(({ name, value }) => name === 'name' && isPriority(value)))
      .filter(({ content }) => !isAnchored(content))
      .map(({ content, contentSpan }) => trapFinding('wazuh-priority-anchor', file, contentSpan, [content])),
  );

function isPriority(name: string): boolean {
  return name.toLowerCase() === 'priority';
}

function isAnchored(pattern: string): boolean {
  if (/^(?:\(\?\w+\))?\^\(.*\)\$$/.test(pattern)) return true;
  return pattern.split('|').every((each) => /^(?:\(\?\w+\))?\^.*\$$/.test(each));
}
