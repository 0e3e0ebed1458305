import { describe, expect, it } from 'vitest';
import type { FoldTree, TreeLine } from '../../client/webview/replay/fold-tree.ts';
import { SentinelTree } from '../../client/webview/replay/sentinel-tree.ts';
import { WazuhTree } from '../../client/webview/replay/wazuh-tree.ts';
import type {
  ReplayQuerySteps,
  ReplaySent,
  ReplaySentinel,
  ReplayWazuhStep,
  ReplayWazuhTrace,
} from '../../server/src/protocol.ts';

/** A line as `depth mark label: verdict`; `-` for open ones, `+` for closed ones. */
function text({ depth, label, expanded, verdict, says = verdict?.toString() }: TreeLine): string {
  const mark = expanded === undefined ? '·' : expanded ? '-' : '+';
  const words = label.map((part) => part.text).join(' ');
  return `${'  '.repeat(depth - 1)}${mark} ${words}${says === undefined ? '' : `: ${says}`}`;
}

function linesOf(tree: FoldTree): string[] {
  return tree.lines.map(text);
}

describe('the queries of Sentinel', () => {
  const sentinel: ReplaySentinel = {
    transports: ['json'],
    queries: [
      { kind: 'rule', name: 'Shell', rule: 'Shell' },
      { kind: 'rule', name: 'Netcat', rule: 'Netcat' },
      { kind: 'detection', name: 'Shell of root', rule: 'Shell' },
      { kind: 'file', name: 'wrong.kql' },
    ],
  };
  const sent: ReplaySent = {
    run: 1,
    lines: [{ transport: 'json', line: '{}', bytes: 2, row: [['Activity', 'Shell']] }],
    agentLine: '{}',
    failures: [{ query: 3, message: 'There is no table X.' }],
    places: [null, null, null, null],
  };
  const steps: ReplayQuerySteps = {
    run: 1,
    droppedBy: 1,
    steps: [
      {
        text: 'FalcoContainerSecurity',
        rows: 1,
        row: [
          ['Activity', 'Shell'],
          ['user', 'ann'],
        ],
      },
      { text: 'where user == "root"', rows: 0, row: null },
      { text: 'project user', rows: 0, row: null },
    ],
  };

  function treeOf(asked: string[] = []): SentinelTree {
    const tree = new SentinelTree({}, (transport, query) => asked.push(`${transport} ${query}`));
    const results = [{ bytes: 2, isParsed: true, returnedBy: [0] }];
    tree.take({ rule: 'Shell', results, sentinel, sent });
    return tree;
  }

  it('that return the alert come first, those of other rules are counted', () => {
    expect(linesOf(treeOf())).toEqual([
      '+ row of FalcoContainerSecurity: there is one',
      '+ Shell query of the rule: returns it',
      '+ Shell of root detection: does not return it',
      '· wrong.kql query of the workspace There is no table X.: cannot be run',
      '+ 1 query of other rules do not return it',
    ]);
  });

  it('show the way of the alert once they are opened, up to what drops it', () => {
    const asked: string[] = [];
    const tree = treeOf(asked);
    tree.toggle(tree.lines[2]!);
    expect(asked).toEqual(['json 2']);
    expect(linesOf(tree)).toContain('  · Running …');
    tree.takeSteps('json', 2, steps);
    expect(linesOf(tree).slice(3, 5)).toEqual([
      '  + FalcoContainerSecurity: the row is there',
      '  · | where user == "root" drops it: no row is left',
    ]);
    tree.toggle(tree.lines[3]!);
    expect(linesOf(tree).slice(4, 6)).toEqual(['    · Activity Shell', '    · user ann']);
  });

  it('are asked for anew with each alert, where they are open', () => {
    const asked: string[] = [];
    const tree = new SentinelTree({ 'json/detection/Shell of root': true }, (_, query) =>
      asked.push(String(query)),
    );
    tree.take({ rule: 'Shell', results: [], sentinel, sent });
    expect(asked).toEqual(['2']);
    expect(linesOf(tree)).toContain('  · Running …');
  });

  it('stand below each way on which the alert is sent, where there are several', () => {
    const tree = new SentinelTree({}, () => {});
    const results = [
      { bytes: 2, isParsed: true, returnedBy: [0] },
      { bytes: 2, isParsed: false, returnedBy: [] },
    ];
    tree.take({ rule: 'Shell', results, sentinel: { ...sentinel, transports: ['json', 'cef'] }, sent });
    const lines = linesOf(tree);
    expect(lines[0]).toBe('- sent as JSON: returns it');
    expect(lines).toContain('- sent as CEF: does not return it');
    expect(lines).toContain('  · row of FalcoContainerSecurity: there is none');
  });
});

describe('the rules of Wazuh', () => {
  const step = (id: number, depth: number, more: Partial<ReplayWazuhStep> = {}): ReplayWazuhStep => ({
    id,
    level: 3,
    depth,
    matched: more.failed === undefined,
    description: `Rule ${id}`,
    ...more,
  });

  function treeOf(trace: Partial<ReplayWazuhTrace>): WazuhTree {
    const tree = new WazuhTree({});
    tree.take({ run: 1, dropped: null, answer: null, steps: [], messages: [], ...trace });
    return tree;
  }

  it('stand below those that led to them, each with the field that did not match', () => {
    const failed = { option: 'field', subject: 'rule', wanted: '^Netcat$', negated: false, actual: 'Shell' };
    const tree = treeOf({
      steps: [
        step(100_600, 0),
        step(100_601, 1, { of: 'Netcat', failed }),
        step(100_602, 1, { of: 'Shell' }),
        step(7, 0, { failed: { option: 'decoded_as', subject: 'decoded_as', wanted: 'x', negated: true } }),
      ],
    });
    expect(linesOf(tree)).toEqual([
      '- 100600 level 3 Rule 100600: matches',
      '  · 100601 level 3 Netcat field rule: ^Netcat$ is "Shell": does not match',
      '  · 100602 level 3 Shell: matches',
      '· 7 level 3 decoded_as: not x is not there: does not match',
    ]);
  });

  it('tell what Wazuh says while it loads them', () => {
    expect(linesOf(treeOf({ messages: [{ message: 'No such rule.' }] }))).toEqual(['· No such rule.']);
  });

  it('are not tried where the agent does not send the line', () => {
    expect(linesOf(treeOf({ dropped: 'it holds a zero byte' }))).toEqual([
      '· The agent does not send the line: it holds a zero byte.',
    ]);
  });
});
