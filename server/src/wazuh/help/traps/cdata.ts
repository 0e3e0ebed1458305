import { span } from '../../../text/span.ts';
import { type FileTrap, trapFinding } from '../trap.ts';

/** `<![CDATA[`, which for Wazuh opens a comment. Source: SEMANTICS.md "Loading" 3. */
export const cdata: FileTrap = ({ name, text }) =>
  [...text.matchAll(/<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[/g)]
    .filter(([found]) => !found.startsWith('<!--'))
    .map(({ 0: found, index }) => trapFinding('wazuh-cdata', name, span(index, index + found.length), []));
