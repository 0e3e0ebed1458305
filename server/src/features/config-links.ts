import { addressesOf, configuredScalars } from '../workspace/configured-rules.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { DocumentLink } from './document-links.ts';

/**
 * The rules files that a `falco.yaml` lists, as far as they are there; folders lead nowhere.
 * @param isThere says whether the workspace has a file of an address.
 */
export function configLinks({ uri, text }: RulesFile, isThere: (address: string) => boolean): DocumentLink[] {
  return (configuredScalars(uri, text) ?? []).flatMap(({ value, span }) => {
    const target = addressesOf(value, uri).find(isThere);
    return target === undefined ? [] : [{ span, target, tooltip: 'Open the rules file' }];
  });
}
