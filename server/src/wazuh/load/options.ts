import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import type { RulesText } from './rules-text.ts';

/** What a ruleset needs to know beside its files; every part has Wazuh's own default. */
export interface RulesetOptions {
  /** Texts of CDB lists by the path that `<list>` names; `etc/lists/` may be left out. */
  readonly lists?: Readonly<Record<string, string>>;
  /** Names of decoders that `decoded_as` may use; without it those of Wazuh 4.14.7. */
  readonly decoders?: readonly string[];
  /** Names added to those. */
  readonly extraDecoders?: readonly string[];
  /** Alerts below this level are not written (3). */
  readonly logAlertLevel?: number;
  /** Alerts from this level on are mailed (12). */
  readonly emailAlertLevel?: number;
  /** The most fields that a decoder takes from an event, and a rule from a file (256). */
  readonly maxFields?: number;
  /** Seconds that a counting rule looks back without `timeframe` (360). */
  readonly defaultTimeframe?: number;
  /** The folder named in messages about a file (`etc/rules`). */
  readonly folder?: string;
  /** Wazuh's first rules, 1 to 7, are added where no file brings them (true). */
  readonly roots?: boolean;
  /** Go on after errors, so that people see all of them; what Wazuh refuses is left out (false). */
  readonly whole?: boolean;
  /** Texts that were read before, by the names of their files; they keep what becomes of them. */
  readonly read?: ReadonlyMap<string, RulesText>;
}

/** The options with every default filled in. */
export interface LoadSettings {
  readonly lists: ReadonlyMap<string, ReadonlyMap<ByteString, ByteString>>;
  readonly decoders: ReadonlySet<string>;
  readonly logAlertLevel: number;
  readonly emailAlertLevel: number;
  readonly maxFields: number;
  readonly defaultTimeframe: number;
  readonly folder: string;
  readonly whole: boolean;
  /** Equal where two loads make the same of an element; only said where texts were read before. */
  readonly key: string;
}

/** True where the test holds for all; after the first for which it does not, the others count in a whole load only. */
export function holdsForAll<Value>(
  values: readonly Value[],
  { whole }: LoadSettings,
  test: (value: Value, index: number) => boolean,
): boolean {
  return whole ? values.map(test).every(Boolean) : values.every(test);
}
