import { once } from '../../text/once.ts';
import generated from './stock-rules.generated.json' with { type: 'json' };

/** A rules file that Wazuh 4.14.7 brings, as far as it is known here: no rule of it, only what is there. */
export interface StockFile {
  /** By which the files are loaded in order: `0095-sshd_rules.xml`. */
  readonly name: string;
  /** Ids of its rules, both ends included. */
  readonly ids: readonly (readonly [first: number, last: number])[];
  /** Groups of its rules that no file before it has, each followed by a comma. */
  readonly groups: string;
}

/** All of them in the order in which they are loaded. */
export const stockFiles: () => readonly StockFile[] = once(() =>
  generated.files.map(([name = '', ids = '', groups = '']) => ({
    name,
    ids: ids.split(' ').map((range): [number, number] => {
      const [first, last = first] = range.split('-').map(Number);
      return [first!, last!];
    }),
    groups: groups === '' ? '' : `${groups},`,
  })),
);

/** The file that Wazuh has the rule of this id in; undefined for ids that are no stock rule's. */
export function stockFileOf(id: number): StockFile | undefined {
  return filesById().get(id);
}

const filesById = once(
  () =>
    new Map(
      [...stockFiles()]
        .reverse()
        .flatMap((file) =>
          file.ids.flatMap(([first, last]) =>
            Array.from({ length: last - first + 1 }, (_, i): [number, StockFile] => [first + i, file]),
          ),
        ),
    ),
);

/** The ids of all of Wazuh's own rules, its first seven among them. */
export function stockIds(): Iterable<number> {
  return filesById().keys();
}

/**
 * Files to load in place of Wazuh's own: they hold a rule that never matches for each wanted id, so that rules
 * below stock rules find their parents, in the order of the files.
 * @param wanted ids that are asked for; those of no stock rule are passed over.
 * @param present names of files that are there themselves.
 */
export function standIns(wanted: ReadonlySet<number>, present: ReadonlySet<string>): Record<string, string> {
  const files = stockFiles().filter(({ name, ids }) => !present.has(name) && ids[0]![0] >= firstStandIn);
  return Object.fromEntries(
    files.map(({ name, ids, groups }) => {
      const own = [...wanted].filter((id) => ids.some(([first, last]) => first <= id && id <= last));
      // One rule stands for the groups of the whole file.
      const rules = [...new Set([ids[0]![0], ...own])].map(standIn);
      return [name, `<group name="${groups || 'stock,'}">\n${rules.join('\n')}\n</group>\n`];
    }),
  );
}

/** The rules before are Wazuh's first seven, which every load has. */
const firstStandIn = 10;

function standIn(id: number): string {
  const never = '<program_name>^stands for a rule of Wazuh$</program_name>';
  return `<rule id="${id}" level="0">${never}<description>Rule of Wazuh</description></rule>`;
}
