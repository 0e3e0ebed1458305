import { describe, expect, it } from 'vitest';
import { ItemCache } from '../../../server/src/falco/load/read-file.ts';
import { readTests } from '../../../server/src/workspace/tests/read-tests.ts';
import { readTestsFile } from '../../../server/src/workspace/tests/tests-file.ts';
import fc from '../../support/properties.ts';

function read(text: string) {
  return readTests(readTestsFile({ name: 'a.falco-test.yaml', text }, new ItemCache()));
}

/** The codes of what is wrong, each with the characters that it is about. */
function problems(text: string): string[] {
  return read(text).findings.map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`.trim());
}

const expectNothing = '  expect: { fires: [R] }\n';
const ofR = (more: string) => `- test: t\n  alert: { from: R }\n${more}`;
const ofAlert = (alert: string) => `- test: t\n  alert: ${alert}\n${expectNothing}`;

describe('reading tests', () => {
  it('gives what is expected, each with its place', () => {
    const text = ofR(`  description: why
  expect:
    fires: [R, "S"]
    silent: [T]
    unknown: [U]
    wazuh: { id: 100600, level: 10, alert: true, description: shell }
    sentinel:
      returned-by: [D]
      not-returned-by: [q.kql]
      transport: cef
      severity: High
      entities: { Host: node-1, IP: [192.0.2.1, 192.0.2.2] }
`);
    const { tests, findings } = read(text);
    expect(findings).toEqual([]);
    expect(tests[0]!.transport).toBe('cef');
    const shown = tests[0]!.expectations.map(({ span, ...rest }) => [
      text.slice(span.start, span.end),
      ...Object.values(rest),
    ]);
    expect(shown).toEqual([
      ['R', 'falco', 'fires', 'R'],
      ['"S"', 'falco', 'fires', 'S'],
      ['T', 'falco', 'silent', 'T'],
      ['U', 'falco', 'unknown', 'U'],
      ['100600', 'wazuh', 'id', 100600],
      ['10', 'wazuh', 'level', 10],
      ['true', 'wazuh', 'alert', true],
      ['shell', 'wazuh', 'description', 'shell'],
      ['D', 'sentinel', 'returned', 'D'],
      ['q.kql', 'sentinel', 'not-returned', 'q.kql'],
      ['High', 'sentinel', 'severity', 'High'],
      ['node-1', 'sentinel', 'entity', 'Host', 'node-1'],
      ['192.0.2.1', 'sentinel', 'entity', 'IP', '192.0.2.1'],
      ['192.0.2.2', 'sentinel', 'entity', 'IP', '192.0.2.2'],
    ]);
  });

  it.each([
    ['{ from: R }', { kind: 'rule' }],
    ['{ file: a.jsonl, line: 3 }', { kind: 'file', line: { value: 3 } }],
    ['{ file: a.jsonl }', { kind: 'file', line: { value: 1 } }],
    ['{ rule: R, output_fields: { evt.num: 1 } }', { kind: 'inline', value: { rule: 'R' } }],
    [
      '{ output_fields: { proc.name: sh }, with: { a: b } }',
      { value: { output_fields: { 'proc.name': 'sh' } } },
    ],
  ])('knows where the alert comes from: %s', (alert, source) => {
    expect(read(ofAlert(alert)).tests[0]!.alert!.source).toMatchObject(source);
  });

  it.each([
    ['nothing', '', []],
    ['a text', 'hello', ['test-not-a-map hello']],
    ['an item that is none', '- hello\n', ['test-not-a-map hello']],
    ['no name', `- alert: { from: R }\n${expectNothing}`, ['test-missing-key alert']],
    ['no alert', `- test: t\n${expectNothing}`, ['test-missing-key test']],
    ['an alert of two', ofAlert('{ from: R, file: a }'), ['test-alert-source from']],
    ['an alert of none', ofAlert('{ with: { a: b } }'), ['test-alert-source with']],
    ['an alert that is a text', ofAlert('R'), ['test-bad-value R']],
    ['no expectation', ofR(''), ['test-without-expectation t']],
    ['an unknown key', ofR(`  expects: 1\n${expectNothing}`), ['test-unknown-key expects']],
    ['an unknown engine', ofR('  expect: { fires: [R], splunk: x }\n'), ['test-unknown-key splunk']],
    ['a key twice', ofR(`${expectNothing}${expectNothing}`), ['test-repeated-key expect']],
    [
      'a rule that is no list',
      ofR('  expect: { fires: R }\n'),
      ['test-bad-value R', 'test-without-expectation t'],
    ],
    ['a level beyond', ofR('  expect: { fires: [R], wazuh: { level: 17 } }\n'), ['test-bad-value 17']],
    [
      'another transport',
      ofR('  expect: { fires: [R], sentinel: { transport: udp } }\n'),
      ['test-bad-value udp'],
    ],
    ['line 0', ofAlert('{ file: a, line: 0 }'), ['test-bad-value 0']],
  ])('reports %s', (_what, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});

describe('values of fields', () => {
  it.each([
    ['1', 1],
    ['-7', -7],
    ['1.5', 1.5],
    ['"1"', '1'],
    ['true', true],
    ["'true'", 'true'],
    ['null', null],
    ['~', null],
    ['yes', 'yes'],
    ['0x10', '0x10'],
    ['007', '007'],
    ['1e3', '1e3'],
    ['9007199254740993', 9007199254740993n],
    ['[a, 1]', ['a', 1]],
    ['/tmp/a b', '/tmp/a b'],
  ])('%s', (written, value) => {
    const { alert } = read(ofAlert(`{ from: R, with: { f: ${written} }, without: [g] }`)).tests[0]!;
    expect(alert!.changed).toEqual({ f: value });
    expect(alert!.removed).toEqual(['g']);
  });

  it('are left out where they are maps', () => {
    expect(read(ofAlert('{ from: R, with: { f: { g: 1 } } }')).tests[0]!.alert!.changed).toEqual({});
  });
});

describe('any text', () => {
  const words = fc.constantFrom(
    ...[
      '- test: t',
      '  alert:',
      '    from: R',
      '    with: {',
      '}',
      '  expect:',
      '    fires: [',
      ']',
      '    wazuh:',
    ],
    ...[
      '      level: 99',
      '    sentinel:',
      '      entities: {',
      '&a',
      '*a',
      '- ',
      '? ',
      ': ',
      '\t',
      '"',
      '|',
      '\n',
    ],
  );
  it('is read without an error being thrown', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 30 }), (parts) => {
        for (const text of [parts.join('\n'), parts.join('')]) {
          const { findings, tests } = read(text);
          for (const { span } of [...findings, ...tests.flatMap(({ expectations }) => expectations)]) {
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.end).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
