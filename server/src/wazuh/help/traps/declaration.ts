import { span } from '../../../text/span.ts';
import { type FileTrap, trapFinding } from '../trap.ts';

/** `<?xml …?>` at the start of a file. Source: SEMANTICS.md "Loading" 3. */
export const declaration: FileTrap = ({ name, text }) => {
  const found = /^\s*(<\?[^>]*>)/.exec(text);
  if (found === null) return [];
  const end = found[0].length;
  return [trapFinding('wazuh-xml-declaration', name, span(end - found[1]!.length, end), [])];
};
