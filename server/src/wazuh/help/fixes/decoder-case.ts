import { stockDecoders } from '../../load/stock-decoders.ts';
import { type ElementFix, replacement } from '../fix.ts';

/** A decoder of Wazuh in another case, or with white space around its name. */
export const decoderCase: ElementFix = ({ content, contentSpan }) => {
  const wanted = content.trim().toLowerCase();
  const [name, ...others] = stockDecoders.filter((each) => each.toLowerCase() === wanted);
  if (name === undefined || others.length > 0) return undefined;
  return replacement(`Write \`${name}\``, contentSpan, name);
};
