import { lowerAscii, toBytes } from '../../falco/evaluate/byte-string.ts';
import { readLists } from './cdb-list.ts';
import { type LoadMessage, reportTo } from './message.ts';
import { holdsForAll, type LoadSettings, type RulesetOptions } from './options.ts';
import { type RulesFile, readRulesFile } from './read-file.ts';
import { rootRules } from './root-rules.ts';
import type { RuleNode, RuleSlot } from './rule.ts';
import { stockDecoders } from './stock-decoders.ts';
import { RuleTree } from './tree.ts';

/** Loaded rules, ready to be asked about events. */
export interface Ruleset {
  readonly roots: readonly RuleNode[];
  /** Every rule once, in the order loaded. */
  readonly slots: readonly RuleSlot[];
  /** The same rules by id. */
  readonly byId: ReadonlyMap<number, RuleSlot>;
  /** False where Wazuh gives up: it does not start with these files, and nothing is ever matched. */
  readonly usable: boolean;
  /** Some rule looks through all earlier events, not only those of one rule or group. */
  readonly looksThroughAll: boolean;
  readonly settings: LoadSettings;
}

/** A ruleset and everything that Wazuh said while it loaded. */
export interface LoadedRuleset {
  readonly ruleset: Ruleset;
  readonly messages: readonly LoadMessage[];
}

/**
 * Loads rules files, given as texts by name, as Wazuh 4.14.7 does: in the order of their names' bytes, all
 * that end in `.xml`, with Wazuh's seven first rules among them. Never throws; reading stops at the first
 * thing for which Wazuh gives up, unless a whole load is asked for. Source: SEMANTICS.md "Loading".
 */
export function loadRuleset(
  files: Readonly<Record<string, string>>,
  options: RulesetOptions = {},
): LoadedRuleset {
  const settings = settingsFrom(options);
  const messages: LoadMessage[] = [];
  const tree = new RuleTree();
  const usable = holdsForAll(filesInOrder(files, options, settings), settings, (file) => {
    return readRulesFile(file, tree, { settings, report: reportTo(messages, file.name) });
  });
  const { roots, slots } = tree;
  const byId = new Map(slots.map((slot) => [slot.rule.id, slot]));
  const looksThroughAll = slots.some(({ search }) => search === 'all');
  return { ruleset: { roots, slots, byId, usable, looksThroughAll, settings }, messages };
}

function settingsFrom(options: RulesetOptions): LoadSettings {
  return {
    lists: readLists(options.lists ?? {}),
    decoders: new Set([...(options.decoders ?? stockDecoders), ...(options.extraDecoders ?? [])]),
    logAlertLevel: options.logAlertLevel ?? 3,
    emailAlertLevel: options.emailAlertLevel ?? 12,
    maxFields: options.maxFields ?? 256,
    defaultTimeframe: options.defaultTimeframe ?? 360,
    folder: options.folder ?? 'etc/rules',
    whole: options.whole ?? false,
    key: options.read === undefined ? '' : JSON.stringify({ ...options, read: undefined }),
  };
}

function filesInOrder(
  files: Readonly<Record<string, string>>,
  options: RulesetOptions,
  { folder }: LoadSettings,
): readonly RulesFile[] {
  const given = Object.entries(files).map(([name, text]) => {
    const read = options.read?.get(name);
    return { name, text, path: name.includes('/') ? name : `${folder}/${name}`, ...(read && { read }) };
  });
  const named = given.some(({ name }) => baseName(name) === rootRules.name);
  const all = options.roots === false || named ? given : [...given, rootRules];
  return all
    .filter(({ name }) => lowerAscii(name).endsWith('.xml'))
    .sort((a, b) => compareBytes(baseName(a.name), baseName(b.name)));
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function compareBytes(a: string, b: string): number {
  const [left, right] = [toBytes(a), toBytes(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
