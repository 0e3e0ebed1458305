import { describe, expect, it } from 'vitest';
import { printCondition } from '../../../server/src/falco/condition/print.ts';
import { carriedFields } from '../../../server/src/workspace/carried-fields.ts';
import { soundDetections } from '../../../server/src/workspace/detections/check-detections.ts';
import { resolveWhere } from '../../../server/src/workspace/detections/resolve-where.ts';
import { oneDetection, shown, snapshotWith } from './snapshot.ts';

function problems(where: string): string[] {
  const { snapshot, detection, text } = oneDetection(where);
  return shown(resolveWhere(snapshot, detection).findings, text);
}

/** What a `where` means, with lists and macros put in. */
function meaning(where: string): string {
  const { snapshot, detection } = oneDetection(where);
  const { condition } = resolveWhere(snapshot, detection);
  return condition === undefined ? '' : printCondition(condition);
}

describe('the where of a detection', () => {
  it.each([
    ['proc.name = sh', 'proc.name = sh'],
    ['proc.name in (shells)', 'proc.name in (bash, sh)'],
    ['by_admin', 'proc.name in (root, "the boss")'],
    ['not by_admin and proc.pid > 5', '(not proc.name in (root, "the boss") and proc.pid > 5)'],
    ['"tolower(user.name) = root"', 'tolower(user.name) = root'],
  ])('%s means %s', (where, expected) => {
    expect(meaning(where)).toBe(expected);
  });

  it.each([
    ['proc.name =', ['condition-missing-value ']],
    ['nobody and proc.name = a', ['undefined-macro nobody']],
    ['proc.nam = a', ['unknown-field proc.nam']],
    ['proc.pid = sh', ['bad-value sh']],
    ['proc.pid startswith 1', ['operator-type startswith']],
    ['proc.cmdline = a', ['detection-field-not-carried proc.cmdline']],
    ['proc.aname[3] = a', ['detection-field-not-carried proc.aname[3]']],
    ['proc.aname[2] = a', []],
    ['user.name = a', ['detection-field-not-carried user.name']],
    ['toupper(user.name) = A', ['detection-field-not-carried user.name']],
    ['proc.name = val(proc.pname)', ['detection-field-not-carried proc.pname']],
    ['evt.time = a', ['detection-field-not-carried evt.time']],
    ['container.id = host and k8s.ns.name exists', []],
  ])('says what is wrong with %s', (where, expected) => {
    expect(problems(where)).toEqual(expected);
  });

  it('says on the name of a macro what is wrong in it', () => {
    const more = '- macro: far\n  condition: proc.cwd = a\n';
    const snapshot = snapshotWith('- detection: D\n  rule: Shell\n  where: proc.pid = 1 and far\n', more);
    const { findings, condition } = resolveWhere(snapshot, snapshot.detections[0]!);
    const { text } = snapshot.files.get('file:///d.detections.yaml')!;
    expect(shown(findings, text)).toEqual(['detection-field-not-carried far']);
    expect(condition).toBeUndefined();
  });

  it('says it on the name of a list', () => {
    expect(problems('proc.pid in (1, admins)')).toEqual(['bad-value admins', 'bad-value admins']);
  });
});

describe('the fields that alerts carry', () => {
  it('are those of the output, then those that Falco adds', () => {
    const { snapshot } = oneDetection('proc.name = a');
    expect(carriedFields(snapshot, 'Shell')!.map(({ key }) => key)).toEqual([
      'proc.name',
      'proc.aname[2]',
      'tolower(user.name)',
      'proc.pid',
      'fd.sport',
      'evt.is_open_read',
      'container.id',
      'container.name',
      'container.image.repository',
      'container.image.tag',
      'k8s.pod.name',
      'k8s.ns.name',
    ]);
    expect(carriedFields(snapshot, 'Nobody')).toBeUndefined();
  });
});

describe('sound detections', () => {
  it.each([
    ['- detection: D\n  rule: Shell\n', ['D']],
    ['- detection: D\n  rule: Shell\n  enabled: false\n', []],
    ['- detection: D\n  rule: Nobody\n', []],
    ['- detection: D\n  rule: Shell\n  level: 99\n', []],
    ['- detection: D\n  rule: Shell\n  where: proc.cwd = a\n', []],
    [
      '- detection: D\n  rule: Shell\n- detection: D\n  rule: Shell\n- detection: E\n  rule: Shell\n',
      ['D', 'E'],
    ],
  ])('of %s are %s', (detections, expected) => {
    expect(soundDetections(snapshotWith(detections)).map(({ detection }) => detection.name.value)).toEqual(
      expected,
    );
  });
});
