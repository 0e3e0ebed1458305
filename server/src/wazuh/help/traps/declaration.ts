import { span } from '../../../text/span.ts';
import { replacement } from '../fix.ts';
import { type FileTrap, trapFinding } from '../trap.ts';

/** `<?xml …?>` at the start of a file. Source: SEMANTICS.md "Loading" 3. */
export const declaration: FileTrap = ({ name, text }) => {
  const found = /^\s*(<\?[^>]*>)(\s*)/.exec(text);
  if (found === null) return [];
  const [whole, written = '', space = ''] = found;
  const end = whole.length - space.length;
  const finding = trapFinding('wazuh-xml-declaration', name, span(end - written.length, end), []);
  return [{ ...finding, fix: replacement('Delete the declaration', span(0, whole.length), '') }];
};
