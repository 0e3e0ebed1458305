import type { OptionReader } from '../load/draft.ts';
import { ranks } from './condition.ts';

/** `<decoded_as>`: the decoder's name, in the same case. Of several the last counts. */
export const readDecodedAs: OptionReader = (draft, element, { settings, report }) => {
  const name = element.content;
  if (!settings.decoders.has(name)) {
    report('wazuh-decoder', element.contentSpan, name);
    return 'abort';
  }
  const earlier = draft.conditions.findIndex(({ option }) => option === 'decoded_as');
  if (earlier >= 0) draft.conditions.splice(earlier, 1);
  draft.conditions.push({
    option: 'decoded_as',
    subject: 'decoder',
    wanted: name,
    negated: false,
    span: element.span,
    rank: ranks.decoder,
    valueIn: (event) => event.decoder,
    holds: (event) => event.decoder === name,
  });
  return 'next';
};
