import type { Span } from '../../text/span.ts';

/** One attribute of an element, its value without the quotes. */
export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
  readonly nameSpan: Span;
  /** Between the quotes. */
  readonly valueSpan: Span;
}

/** One element of a Wazuh rules file. */
export interface XmlElement {
  readonly name: string;
  readonly nameSpan: Span;
  /** From `<` to the end of the closing tag. */
  readonly span: Span;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /**
   * The text that Wazuh keeps: what stands after the last child, without comments. Entities and backslashes
   * stay as they are written.
   */
  readonly content: string;
  /** From the end of the opening tag to the start of the closing one. */
  readonly contentSpan: Span;
}

/** Why a file cannot be read: Wazuh's own sentence, the line it names and the place where reading stopped. */
export interface XmlError {
  readonly message: string;
  /** 1-based, as Wazuh counts. */
  readonly line: number;
  readonly span: Span;
}

/** The elements of a file in order; `error` is there where Wazuh refuses the file. */
export interface XmlDocument {
  readonly roots: readonly XmlElement[];
  readonly error?: XmlError;
}
