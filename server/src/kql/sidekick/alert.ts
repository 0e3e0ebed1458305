/** An alert of Falco as Falcosidekick has it. `output_fields` values are JSON. */
export interface FalcoAlert {
  readonly uuid: string;
  /** The alert's whole text, labels and values together. */
  readonly output: string;
  readonly priority: string;
  readonly rule: string;
  /** RFC 3339. */
  readonly time: string;
  readonly source: string;
  readonly hostname?: string;
  readonly tags?: readonly string[];
  readonly output_fields: Readonly<Record<string, unknown>>;
}

/** What a syslog line says about its sender. */
export interface Sender {
  readonly host: string;
  readonly pid: number;
  /** When the line was sent, RFC 3339. */
  readonly sent: string;
}
