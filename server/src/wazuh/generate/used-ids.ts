import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { XmlElement } from '../xml/document.ts';
import { readXml } from '../xml/read.ts';

/**
 * The ids of the rules in a Wazuh rules file, as far as it can be read; for a file with an error those
 * before it. Hand those of all other files to the generator, so that no id is given twice.
 */
export function ruleIdsIn(text: string): readonly number[] {
  return readXml(text).roots.flatMap(({ children }) => children.flatMap(idOf));
}

function idOf({ name, attributes }: XmlElement): readonly number[] {
  if (lowerAscii(name) !== 'rule') return [];
  const id = attributes.find((attribute) => lowerAscii(attribute.name) === 'id')?.value ?? '';
  return /^\d{1,6}$/.test(id) ? [Number(id)] : [];
}
