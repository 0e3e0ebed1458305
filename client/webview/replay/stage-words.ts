import type {
  ReplayRow,
  ReplaySentinel,
  ReplaySentinelResult,
  ReplayStageRow,
  ReplayTransport,
} from '../../../server/src/protocol.ts';
import { groupIcons, type VerdictGroup, verdictWords } from './verdict.ts';

/** The stages that an alert goes through, in this order. */
export type Stage = 'falco' | 'sent' | 'sentinel' | 'wazuh';

/** What an alert meets, in that order. */
export const stages: readonly Stage[] = ['falco', 'sent', 'sentinel', 'wazuh'];

/** What the stages are called. */
export const stageNames: Readonly<Record<Stage, string>> = {
  falco: 'Falco',
  sent: 'Sent',
  sentinel: 'Sentinel',
  wazuh: 'Wazuh',
};

/** What a cell of a stage says. */
export interface StageWords {
  /** Absent where there is no verdict: for what is sent, and while it is waited for. */
  readonly group?: VerdictGroup;
  readonly words: string;
  /** More, in a sentence. */
  readonly meaning: string;
}

/** An alert with what is known of it by now. */
export interface StagedAlert {
  readonly row: ReplayRow;
  /** Absent while it is waited for. */
  readonly stages?: ReplayStageRow | undefined;
  readonly sentinel?: ReplaySentinel | undefined;
}

/** The words for a stage of an alert. */
export function stageWords(stage: Stage, alert: StagedAlert): StageWords {
  if (stage === 'falco') return falcoWords(alert.row);
  if (alert.stages === undefined) return { words: '…', meaning: 'The alert is on its way.' };
  switch (stage) {
    case 'sent':
      return sentWords(alert.stages, alert.sentinel);
    case 'sentinel':
      return sentinelWords(alert.stages, alert.sentinel);
    case 'wazuh':
      return wazuhWords(alert.stages.wazuh);
  }
}

/** The icon of a group, or a blank. */
export function iconOf(group: VerdictGroup | undefined): string {
  return group === undefined ? '' : groupIcons[group];
}

/** Bytes for people: `812 B`, `1.2 kB`. */
export function bytesText(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

/** What the ways to Sentinel are called. */
export const transportNames: Readonly<Record<ReplayTransport, string>> = { json: 'JSON', cef: 'CEF' };

function falcoWords({ verdict, missing }: ReplayRow): StageWords {
  const { group, words, meaning } = verdictWords(verdict);
  const lacking = missing.length > 0 ? ` It lacks ${missing.join(', ')}.` : '';
  return { group, words, meaning: `${meaning}${lacking}` };
}

function sentWords({ sentinel: results }: ReplayStageRow, sentinel: ReplaySentinel | undefined): StageWords {
  if (results.length === 0) return { words: '–', meaning: sentinel?.failure ?? 'Nothing is sent.' };
  const parts = results.map(({ bytes }, i) => ({ name: nameOf(sentinel, i), bytes: bytesText(bytes) }));
  const words = parts.map(({ name, bytes }) => `${name} ${bytes}`).join(', ');
  return { words, meaning: `Falcosidekick sends ${words}.` };
}

function sentinelWords(
  { sentinel: results }: ReplayStageRow,
  sentinel: ReplaySentinel | undefined,
): StageWords {
  const [first] = results;
  if (first === undefined) return { group: 'none', words: 'not run', meaning: sentinel?.failure ?? '' };
  const all = results.map((result) => resultWords(result, sentinel));
  const note = sentinel?.note === undefined ? '' : ` ${sentinel.note}`;
  if (all.every(({ words }) => words === all[0]!.words)) {
    return { ...all[0]!, meaning: `${all[0]!.meaning}${note}` };
  }
  const named = all.map(({ words, meaning }, i) => {
    const name = nameOf(sentinel, i);
    return { words: `${name}: ${words}`, meaning: `${name}: ${meaning}` };
  });
  const words = named.map((each) => each.words).join(' · ');
  const same = all.every(({ group }) => group === all[0]!.group);
  const group = same ? all[0]!.group! : 'unknown';
  return { group, words, meaning: `${named.map((each) => each.meaning).join(' ')}${note}` };
}

function resultWords(
  { isParsed, returnedBy }: ReplaySentinelResult,
  sentinel: ReplaySentinel | undefined,
): StageWords {
  if (!isParsed)
    return { group: 'silent', words: 'no row', meaning: 'The parser function gives no row for it.' };
  const queries = returnedBy.flatMap((query) => sentinel?.queries[query] ?? []);
  if (queries.length === 0) return { group: 'silent', words: 'no query', meaning: 'No query returns it.' };
  const names = queries.map(({ kind, name }) => (kind === 'rule' ? `the query of the rule ${name}` : name));
  return {
    group: 'fires',
    words: queriesText(queries.map(({ kind }) => kind)),
    meaning: `Returned by ${names.join(', ')}.`,
  };
}

function queriesText(kinds: readonly ReplaySentinel['queries'][number]['kind'][]): string {
  const count = (wanted: string) => kinds.filter((kind) => kind === wanted).length;
  const texts = [
    counted(count('rule'), 'rule', 'rules'),
    counted(count('detection'), 'detection', 'detections'),
    counted(count('file'), 'query', 'queries'),
  ];
  return texts.filter((text) => text !== '').join(', ');
}

function counted(count: number, one: string, several: string): string {
  if (count === 0) return '';
  return count === 1 ? `1 ${one}` : `${count} ${several}`;
}

function wazuhWords(result: ReplayStageRow['wazuh']): StageWords {
  if (result === null) return { group: 'silent', words: 'no rule', meaning: 'No rule of Wazuh matches.' };
  if (result === 'dropped') {
    const meaning = 'The agent does not send the line: it is too long, or holds a zero byte.';
    return { group: 'silent', words: 'not sent', meaning };
  }
  const { id, level, description, alert } = result;
  const meaning = `Rule ${id}, level ${level}${alert ? '' : ', without an alert'}: ${description}`;
  return { group: alert ? 'fires' : 'none', words: `${id}, level ${level}`, meaning };
}

function nameOf(sentinel: ReplaySentinel | undefined, index: number): string {
  const transport = sentinel?.transports[index];
  return transport === undefined ? '' : transportNames[transport];
}
