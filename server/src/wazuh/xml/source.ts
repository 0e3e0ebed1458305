/** A text being read and how far. */
export interface Source {
  readonly text: string;
  /** Offset of the next character. */
  position: number;
}

/** Wazuh refuses the file; the message is its sentence without the `XMLERR: ` before it. */
export class XmlFailure extends Error {}

/** The most bytes that Wazuh keeps of a name, a value or a text; reaching it is an error. */
export const maxTextBytes = 20480;

/** What `isspace` takes for white space in the C locale. */
export function isSpace(character: string | undefined): boolean {
  return character !== undefined && character !== '' && ' \t\n\v\f\r'.includes(character);
}
