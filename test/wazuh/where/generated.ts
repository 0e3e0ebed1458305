import type { Condition } from '../../../server/src/falco/condition/tree.ts';
import type { EventValue } from '../../../server/src/falco/evaluate/event.ts';
import type { FieldTable } from '../../../server/src/falco/tables/fields.ts';
import { generateWazuh } from '../../../server/src/features/generate-wazuh.ts';
import { createSession, loadRuleset } from '../../../server/src/wazuh/engine.ts';
import type { Profile } from '../../../server/src/wazuh/generate/input.ts';
import { agentLine } from '../../../server/src/wazuh/json/agent-line.ts';
import {
  detectionFindings,
  soundDetections,
} from '../../../server/src/workspace/detections/check-detections.ts';
import { question } from '../../features/question.ts';

export type Fields = Readonly<Record<string, EventValue>>;

/** A rule whose alerts carry a field of most types. */
export const rule = `- rule: R
  desc: d
  condition: evt.type = open
  output: >
    %proc.name %proc.cmdline %fd.name %proc.pid %user.uid %fd.sport %fd.sip %fd.snet %evt.is_open_read
    %proc.aname[2] %tolower(user.name) %evt.rawtime %evt.buffer
  priority: WARNING
  tags: [T1059, host]
- rule: Requests
  desc: d
  condition: ka.verb = get
  output: Request (%ka.req.pod.containers.image %ka.verb)
  priority: NOTICE
  source: k8s_audit
`;

/** A detection in Wazuh: what was generated, and a way to ask it. */
export interface Generated {
  readonly xml: string;
  /** What cannot be said, with the characters that it stands on. */
  readonly problems: readonly string[];
  /** What is wrong with the detection whatever the target. */
  readonly findings: readonly string[];
  /** The condition that Falco’s own evaluator takes. */
  readonly condition: Condition | undefined;
  readonly table: FieldTable;
  /** Whether the alert with these fields fires the detection; undefined where the agent drops its line. */
  readonly fires: (fields: Fields) => boolean | undefined;
}

/** Generates a detection with this condition, in YAML. */
export function generated(where: string, ruleName = 'R', profile: Profile = 'sturdy'): Generated {
  const text = `#- rules.yaml\n${rule}#- d.detections.yaml\n- detection: D\n  rule: ${ruleName}\n${where === '' ? '' : `  where: ${where}\n`}`;
  const { snapshot } = question(text, { plugins: ['container', 'k8saudit'] });
  const { xml, links, problems } = generateWazuh(snapshot, { options: { profile } });
  const { ruleset, messages } = loadRuleset({ 'falco_rules.xml': xml });
  if (messages.length > 0) throw new Error(`${messages[0]!.message}\n${xml}`);
  const ids = new Set(links.filter(({ detection }) => detection === 'D').map(({ id }) => String(id)));
  const session = createSession(ruleset);
  const file = snapshot.files.get('file:///d.detections.yaml')!;
  return {
    xml,
    problems: problems
      .filter(({ place }) => place !== undefined)
      .map(({ code, place }) => `${code} ${file.text.slice(place!.span.start, place!.span.end)}`),
    findings: detectionFindings(snapshot, file.uri).map(({ message }) => message),
    condition: soundDetections(snapshot)[0]?.condition,
    table: snapshot.tables.forSource(ruleName === 'R' ? 'syscall' : 'k8s_audit')!,
    fires: (fields) => {
      const line = agentLine(alertLine(ruleName, fields));
      if (line === undefined) return undefined;
      return ids.has(session.evaluate(line, 0)?.id ?? '');
    },
  };
}

/** An alert as Falco prints it: compact, keys in order, integers in full. */
function alertLine(ruleName: string, fields: Fields): string {
  const members = Object.entries({ 'evt.time': 1n, wazuh_integration: 'falco', ...fields })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${jsonOf(value)}`);
  return `{"hostname":"h","output":"o","output_fields":{${members.join(',')}},"priority":"${ruleName === 'R' ? 'Warning' : 'Notice'}","rule":"${ruleName}","source":"syscall","tags":[],"time":"2026-01-01T00:00:00.000000000Z"}`;
}

function jsonOf(value: EventValue): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
