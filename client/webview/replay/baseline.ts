/** What the stages of an alert said when the user kept it, for comparison. */
export type KeptWords = readonly string[];

/** Verdicts that were kept; small enough to outlive the page, for many alerts say the same. */
export interface Baseline {
  /** The different ones. */
  readonly different: readonly KeptWords[];
  /** For each alert a character that stands for one of them. */
  readonly alerts: string;
}

/** Characters from a blank on, up to where halves of characters begin. */
const [first, last] = [0x20, 0xd7ff];

/** Keeps what is said of each alert; beyond some 55,000 different words nothing more is kept. */
export function keepBaseline(all: readonly KeptWords[]): Baseline {
  const known = new Map<string, number>();
  const different: KeptWords[] = [];
  const codes = all.map((words) => {
    const key = JSON.stringify(words);
    let at = known.get(key);
    if (at === undefined) {
      at = different.length;
      known.set(key, at);
      different.push(words);
    }
    return String.fromCharCode(Math.min(first + at, last));
  });
  return { different: different.slice(0, last - first), alerts: codes.join('') };
}

/** What was kept of an alert; undefined where nothing was. */
export function keptOf({ different, alerts }: Baseline, alert: number): KeptWords | undefined {
  return different[alerts.charCodeAt(alert) - first];
}
