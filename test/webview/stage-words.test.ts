import { expect, it } from 'vitest';
import { readAssumed } from '../../client/webview/replay/assumed-values.ts';
import { bytesText, type Stage, stageWords } from '../../client/webview/replay/stage-words.ts';
import type { ReplayRow, ReplaySentinel, ReplayStageRow } from '../../server/src/protocol.ts';

const row: ReplayRow = { line: 1, verdict: 'unknown', missing: ['fd.num'], othersFire: [], othersUnknown: 0 };
const queries: ReplaySentinel['queries'] = [
  { kind: 'rule', name: 'Shell', rule: 'Shell' },
  { kind: 'detection', name: 'Shell of root', rule: 'Shell' },
  { kind: 'file', name: 'hunt.kql' },
];
const one: ReplaySentinel = { transports: ['json'], queries };
const both: ReplaySentinel = { transports: ['json', 'cef'], queries };

function returned(...returnedBy: number[]): ReplayStageRow['sentinel'][number] {
  return { bytes: 812, isParsed: true, returnedBy };
}

const lost = { bytes: 1240, isParsed: false, returnedBy: [] };
const found: ReplayStageRow = {
  sentinel: [returned(0)],
  wazuh: { id: '100601', level: 8, description: 'Shell', alert: true },
};

it.each<[Stage, Partial<ReplayStageRow>, ReplaySentinel, string | undefined, string, string]>([
  ['falco', found, one, 'unknown', 'unknown', 'It lacks fd.num.'],
  ['sent', found, one, undefined, 'JSON 812 B', 'Falcosidekick sends JSON 812 B.'],
  ['sent', { sentinel: [returned(0), lost] }, both, undefined, 'JSON 812 B, CEF 1.2 kB', 'CEF 1.2 kB'],
  ['sentinel', found, one, 'fires', '1 rule', 'Returned by the query of the rule Shell.'],
  [
    'sentinel',
    { sentinel: [returned(0, 1, 2)] },
    one,
    'fires',
    '1 rule, 1 detection, 1 query',
    'Shell of root, hunt.kql',
  ],
  ['sentinel', { sentinel: [returned()] }, one, 'silent', 'no query', 'No query returns it.'],
  ['sentinel', { sentinel: [lost] }, one, 'silent', 'no row', 'The parser function gives no row'],
  ['sentinel', { sentinel: [returned(0), returned(0)] }, both, 'fires', '1 rule', 'the rule Shell'],
  [
    'sentinel',
    { sentinel: [returned(0), lost] },
    both,
    'unknown',
    'JSON: 1 rule · CEF: no row',
    'CEF: The parser',
  ],
  ['sentinel', found, { ...one, note: 'A model.' }, 'fires', '1 rule', 'the rule Shell. A model.'],
  [
    'sentinel',
    { sentinel: [returned(0), lost] },
    { ...both, note: 'A model.' },
    'unknown',
    'JSON: 1 rule · CEF: no row',
    'row for it. A model.',
  ],
  ['sentinel', { sentinel: [] }, { ...one, failure: 'No Kusto.' }, 'none', 'not run', 'No Kusto.'],
  ['wazuh', found, one, 'fires', '100601, level 8', 'Rule 100601, level 8: Shell'],
  [
    'wazuh',
    { wazuh: { id: '1', level: 0, description: 'd', alert: false } },
    one,
    'none',
    '1, level 0',
    'without an alert: d',
  ],
  ['wazuh', { wazuh: null }, one, 'silent', 'no rule', 'No rule of Wazuh matches.'],
  ['wazuh', { wazuh: 'dropped' }, one, 'silent', 'not sent', 'The agent does not send the line'],
])('%s of %j', (stage, change, sentinel, group, words, meaning) => {
  const said = stageWords(stage, { row, stages: { ...found, ...change }, sentinel });
  expect([said.group, said.words]).toEqual([group, words]);
  expect(said.meaning).toContain(meaning);
});

it('says that an alert is on its way', () => {
  expect(stageWords('wazuh', { row })).toEqual({ words: '…', meaning: 'The alert is on its way.' });
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [65_536, '65.5 kB'],
])('%d bytes are %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));

it.each([
  ['', []],
  ['evt.type = openat', [{ field: 'evt.type', value: 'openat' }]],
  [
    'evt.type=openat, fd.num = 3,',
    [
      { field: 'evt.type', value: 'openat' },
      { field: 'fd.num', value: '3' },
    ],
  ],
  ['proc.aname[2] = sh', [{ field: 'proc.aname[2]', value: 'sh' }]],
  [
    'evt.arg.flags = (O_RDONLY,O_CLOEXEC), a.b = ',
    [
      { field: 'evt.arg.flags', value: '(O_RDONLY,O_CLOEXEC)' },
      { field: 'a.b', value: '' },
    ],
  ],
  ['proc.cmdline = a=b', [{ field: 'proc.cmdline', value: 'a=b' }]],
  ['nonsense, a.b = c', [{ field: 'a.b', value: 'c' }]],
])('%j assumes %j', (text, assumed) => expect(readAssumed(text)).toEqual(assumed));
