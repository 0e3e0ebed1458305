import type { Finding } from '../../../server/src/falco/problems/index.ts';
import type { Detection } from '../../../server/src/workspace/detections/detection.ts';
import type { Snapshot } from '../../../server/src/workspace/workspace.ts';
import { question } from '../../features/question.ts';

/** A rule of our own with most kinds of fields in its output. */
export const rules = `- rule: Shell
  desc: A shell
  condition: evt.type = execve and proc.name in (shells)
  output: Shell (%proc.name %proc.aname[2] %tolower(user.name) %proc.pid %evt.time %fd.sport %evt.is_open_read)
  priority: NOTICE
  tags: [container, T1059]
- list: shells
  items: [bash, sh]
- list: admins
  items: [root, "the boss"]
- macro: by_admin
  condition: proc.name in (admins)
`;

/** A snapshot of the rules above and one file of detections, `d.detections.yaml`. */
export function snapshotWith(detections: string, moreRules = ''): Snapshot {
  return question(`#- rules.yaml\n${rules}${moreRules}#- d.detections.yaml\n${detections}`).snapshot;
}

/** A snapshot with one detection of the rule above. */
export function oneDetection(where: string): { snapshot: Snapshot; detection: Detection; text: string } {
  const snapshot = snapshotWith(`- detection: D\n  rule: Shell\n  where: ${where}\n`);
  const text = snapshot.files.get('file:///d.detections.yaml')!.text;
  return { snapshot, detection: snapshot.detections[0]!, text };
}

/** Each finding as its code, and the characters that it stands on. */
export function shown(findings: readonly Finding[], text: string): string[] {
  return findings.map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
}
