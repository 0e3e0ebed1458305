import type { ByteString } from '../../falco/evaluate/byte-string.ts';

/** A pattern ready to use; subjects are bytes, see `toBytes`. */
export interface CompiledPattern {
  /** Whether the pattern is found in the subject. */
  readonly matches: (subject: ByteString) => boolean;
  /**
   * Set where Wazuh takes the pattern but no linear-time engine can run it: what the pattern uses. `matches`
   * then answers false, always.
   */
  readonly unsupported?: string;
}

/** Wazuh's engine refuses the pattern; `reason` says why in our words. */
export interface InvalidPattern {
  readonly reason: string;
}

/** The outcome of compiling. */
export type CompileResult = CompiledPattern | InvalidPattern;

/** True where Wazuh's engine refused the pattern. */
export function isInvalid(result: CompileResult): result is InvalidPattern {
  return 'reason' in result;
}
