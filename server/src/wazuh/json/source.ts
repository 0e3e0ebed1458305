import type { ByteString } from '../../falco/evaluate/byte-string.ts';

/** A JSON text being read and how far. */
export interface JsonText {
  readonly text: ByteString;
  position: number;
  /** Arrays and objects around the position. */
  depth: number;
}

/** The text is no JSON for Wazuh's parser. */
export class JsonFailure extends Error {}
