/** A key of a file of rules, detections or tests. */
export interface KeyInfo {
  readonly name: string;
  /** What it is for. */
  readonly description: string;
  /** What is written after the key: a text with places to fill in. */
  readonly snippet: string;
  readonly deprecated?: boolean;
}

/** Makes a row of the table of keys. */
export function key(name: string, description: string, snippet: string): KeyInfo {
  return { name, description, snippet };
}
