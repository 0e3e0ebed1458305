import { describe, expect, it } from 'vitest';
import { ItemCache } from '../../../server/src/falco/load/read-file.ts';
import { readDetectionsFile } from '../../../server/src/workspace/detections/detections-file.ts';
import { readDetections } from '../../../server/src/workspace/detections/read-detections.ts';
import { shown } from './snapshot.ts';

function read(text: string) {
  return readDetections(readDetectionsFile({ name: 'a.detections.yaml', text }, new ItemCache()));
}

/** What is wrong with the form of a text. */
function problems(text: string): string[] {
  return shown(read(text).findings, text);
}

const head = '- detection: D\n  rule: R\n';

describe('reading detections', () => {
  it('gives every value with its place', () => {
    const text = `# ours
- detection: "Root's shell"
  rule: 'Shell'
  where: >
    user.name = root
    and proc.name = sh
  description: What it is
  severity: High
  level: 12
  tags: [container, T1059]
  enabled: no
  sentinel:
    kind: Scheduled
    frequency: 5m
    period: PT1H
    threshold: 3
`;
    const { detections, findings } = read(text);
    const [detection] = detections;
    expect(findings).toEqual([]);
    const at = (located: { span: { start: number; end: number } } | undefined) =>
      text.slice(located!.span.start, located!.span.end);
    expect(detection!.name.value).toBe("Root's shell");
    expect(at(detection!.name)).toBe('"Root\'s shell"');
    expect([detection!.rule.value, at(detection!.rule)]).toEqual(['Shell', "'Shell'"]);
    expect(detection!.where!.decoded.text).toBe('user.name = root and proc.name = sh\n');
    expect(detection!.description!.value).toBe('What it is');
    expect([detection!.severity!.value, at(detection!.severity)]).toEqual(['High', 'High']);
    expect([detection!.level!.value, at(detection!.level)]).toEqual([12, '12']);
    expect(detection!.tags!.map(at)).toEqual(['container', 'T1059']);
    expect(detection!.enabled).toBe(false);
    const { kind, frequency, period, threshold } = detection!.sentinel;
    expect([kind!.value, frequency!.value, period!.value, threshold!.value]).toEqual(['Scheduled', 5, 60, 3]);
    expect(at(period)).toBe('PT1H');
  });

  it.each([
    ['no rule', '- detection: D\n', ['detection-missing-key detection']],
    ['no name', '- rule: R\n', ['detection-missing-key rule']],
    ['an empty name', '- detection:\n  rule: R\n', ['detection-bad-value ']],
    ['an unknown key', `${head}  severty: High\n`, ['detection-unknown-key severty']],
    ['an unknown key below', `${head}  sentinel: {query: x}\n`, ['detection-unknown-key query']],
    ['a key twice', `${head}  rule: S\n`, ['detection-repeated-key rule']],
    ['a severity of another case', `${head}  severity: high\n`, ['detection-bad-value high']],
    ['a level past 16', `${head}  level: 17\n`, ['detection-bad-value 17']],
    ['a level that is no number', `${head}  level: -1\n`, ['detection-bad-value -1']],
    ['a tag for tags', `${head}  tags: T1059\n`, ['detection-bad-value T1059']],
    ['a map for a condition', `${head}  where: {a: b}\n`, ['detection-bad-value {a: b}']],
    ['a text for a flag', `${head}  enabled: maybe\n`, ['detection-bad-value maybe']],
    ['a list for sentinel', `${head}  sentinel: [a]\n`, ['detection-bad-value [a]']],
    ['a frequency below five minutes', `${head}  sentinel: {frequency: 4m}\n`, ['detection-bad-value 4m']],
    ['a period past two weeks', `${head}  sentinel: {period: 15d}\n`, ['detection-bad-value 15d']],
    [
      'a period shorter than the frequency',
      `${head}  sentinel: {frequency: 1h, period: 5m}\n`,
      ['detection-schedule 5m'],
    ],
    ['a schedule for NRT', `${head}  sentinel: {kind: NRT, period: 5m}\n`, ['detection-schedule 5m']],
    ['an item without keys', `- one\n${head}`, ['detection-not-a-map one']],
    ['a file that is no list', 'detection: D\n', ['detection-not-a-map detection']],
    ['an empty file', '', []],
    ['comments alone', '# nothing\n', []],
  ])('says what is wrong with %s', (_what, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('keeps the others beside an item that is no YAML', () => {
    const { detections, findings } = read(`- detection: "open\n  rule: R\n- detection: Other\n  rule: R\n`);
    expect(findings.map(({ code }) => code)).toEqual(['yaml-syntax']);
    expect(detections.map(({ name }) => name.value)).toContain('Other');
  });
});
