import { span } from '../../../text/span.ts';
import { optionsOf } from '../manager.ts';
import { type FileTrap, trapFinding } from '../trap.ts';

/** Fields whose values have no bound that keeps a description short: whole messages and command lines. */
const long =
  /^(?:output|full_log|output_fields\.(?:proc\.(?:cmdline|pcmdline|acmdline\[\d+\]|args|cmdargs|env|aenv.*|exeline|pexeline)|evt\.args|evt\.info|evt\.buffer|fd\.nameraw|jevt\.(?:obj|rawtime|value.*)|ka\.(?:req|resp)\..*(?:obj|object)))$/i;

/** A description with a value that can make it too long. Source: SEMANTICS.md "Description". */
export const descriptionLength: FileTrap = ({ rules }) =>
  rules.flatMap(({ file, element }) =>
    optionsOf(element, 'description').flatMap(({ content, contentSpan }) => {
      const exact = content.length === contentSpan.end - contentSpan.start;
      return [...content.matchAll(/\$\(([^)]*)\)/g)]
        .filter(([, name]) => long.test(name!))
        .map(({ 0: written, 1: name, index }) => {
          const start = contentSpan.start + index;
          const place = exact ? span(start, start + written.length) : contentSpan;
          return trapFinding('wazuh-description-length', file, place, [name!]);
        });
    }),
  );
