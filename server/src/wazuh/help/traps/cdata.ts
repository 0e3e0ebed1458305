import { span } from '../../../text/span.ts';
import { replacement } from '../fix.ts';
import { type FileTrap, trapFinding } from '../trap.ts';

/** `<![CDATA[`, which for Wazuh opens a comment. Source: SEMANTICS.md "Loading" 3. */
export const cdata: FileTrap = ({ name, text }) =>
  [...text.matchAll(/<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[(?:([\s\S]*?)\]\]>)?/g)]
    .filter(([found]) => !found.startsWith('<!--'))
    .map(({ 0: whole, 1: inner, index }) => {
      const found = trapFinding('wazuh-cdata', name, span(index, index + opening.length), []);
      // A `<` is written in more than one way, and a backslash at the end would take the next tag.
      if (inner === undefined || /<|\\$/.test(inner)) return found;
      return {
        ...found,
        fix: replacement('Write the text as it is', span(index, index + whole.length), inner),
      };
    });

const opening = '<![CDATA[';
