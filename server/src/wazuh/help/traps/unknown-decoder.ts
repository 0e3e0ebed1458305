import { optionsOf } from '../manager.ts';
import { type Trap, trapFinding } from '../trap.ts';

/** Decoders that Wazuh does not bring, where no decoder file of the manager is known. */
export const unknownDecoder: Trap = ({ manager: { rules, assumedDecoders } }) =>
  assumedDecoders.size === 0
    ? []
    : rules.flatMap(({ file, element }) =>
        optionsOf(element, 'decoded_as')
          .filter(({ content }) => assumedDecoders.has(content))
          .map(({ content, contentSpan }) =>
            trapFinding('wazuh-unknown-decoder', file, contentSpan, [content]),
          ),
      );
