import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { generateWazuh } from '../../../server/src/features/generate-wazuh.ts';
import { preview } from '../../../server/src/features/preview.ts';
import { createSession, loadRuleset } from '../../../server/src/wazuh/engine.ts';
import { question } from '../../features/question.ts';

const rules = `- rule: Shell
  desc: d
  condition: evt.type = execve
  output: "%proc.name %user.name"
  priority: NOTICE
  tags: [host, T1059]
`;

function generate(detections: string, previous?: string) {
  const { snapshot } = question(`#- rules.yaml\n${rules}#- d.detections.yaml\n${detections}`);
  return generateWazuh(snapshot, previous === undefined ? {} : { previous });
}

/** The answer of the rules to an alert of the rule above with these fields. */
function answer(xml: string, fields: Record<string, string>) {
  const { ruleset, messages } = loadRuleset({ 'falco_rules.xml': xml });
  expect(messages).toEqual([]);
  const alert = { output: 'o', output_fields: fields, priority: 'Notice', rule: 'Shell', time: 't' };
  return createSession(ruleset).evaluate(JSON.stringify(alert), 0);
}

const detection = (name: string, more: string) =>
  `- detection: ${JSON.stringify(name)}\n  rule: Shell\n${more}`;

describe('detections in generated Wazuh rules', () => {
  it('take the place of their rule for the alerts they are about', () => {
    const { xml, links } = generate(
      detection(
        'Root',
        '  where: user.name = root\n  level: 12\n  tags: [cloud, T1068]\n  description: By root.\n',
      ),
    );
    expect(XMLValidator.validate(xml)).toBe(true);
    const [rule, own] = links.filter((link) => link.rule === 'Shell');
    expect(answer(xml, { 'user.name': 'root' })).toMatchObject({
      id: String(own!.id),
      level: 12,
      description: 'Falco: Root: By root.',
      groups: ['falco', 'cloud'],
    });
    expect(answer(xml, { 'user.name': 'rooty' })).toMatchObject({ id: String(rule!.id), level: 6 });
  });

  it('have what they do not say from their rule', () => {
    const { xml } = generate(detection('All', ''));
    expect(answer(xml, {})).toMatchObject({ level: 6, description: 'Falco: All', groups: ['falco', 'host'] });
  });

  it('count by their levels, and one of level 0 silences', () => {
    const { xml, links } = generate(
      [
        detection('Low', '  level: 5\n'),
        detection('High', '  where: proc.name = sh\n  level: 9\n'),
        detection('Silent', '  where: user.name = deploy\n  level: 0\n'),
      ].join(''),
    );
    const idOf = (name: string) => String(links.find((link) => link.detection === name)!.id);
    expect(answer(xml, { 'proc.name': 'sh' })?.id).toBe(idOf('High'));
    expect(answer(xml, { 'proc.name': 'zsh' })?.id).toBe(idOf('Low'));
    expect(answer(xml, { 'proc.name': 'sh', 'user.name': 'deploy' })).toMatchObject({
      id: idOf('Silent'),
      alert: false,
    });
  });

  it('keep their ids by name, each of their rules its own', () => {
    const both = '  where: proc.name = a or user.name = b\n';
    const first = generate(detection('One', both) + detection('Two', both));
    const second = generate(detection('New', both) + detection('Two', both), first.xml);
    const third = generate(detection('Two', both) + detection('One', both), second.xml);
    const ids = ({ links }: typeof first, name: string) =>
      links.filter((link) => link.detection === name).map(({ id }) => id);
    expect(ids(first, 'One')).toHaveLength(2);
    expect(ids(second, 'Two')).toEqual(ids(first, 'Two'));
    expect(ids(third, 'One')).toEqual(ids(first, 'One'));
    const all = [...ids(first, 'One'), ...ids(first, 'Two'), ...ids(second, 'New')];
    expect(new Set(all).size).toBe(6);
    expect(first.xml).toMatch(/^\d+ detection 2 "One"$/m);
  });

  it.each(['</rule> & <b> --> $(rule) \\', 'line\nbreak', '規則 🚨', '\u0000', 'Shell', '1" x'])(
    'have hostile names: %j',
    (name) => {
      const { xml, links } = generate(detection(name, '  where: user.name = root\n'));
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(new XMLParser().parse(xml).group.rule).toHaveLength(11);
      const { id } = links.find((link) => link.detection === name)!;
      const found = answer(xml, { 'user.name': 'root' });
      expect(found?.id).toBe(String(id));
      expect(found?.description).not.toContain('$(');
      expect(generate(detection(name, ''), xml).links.find((link) => link.detection === name)?.id).toBe(id);
    },
  );

  it('are left out with an error at its place where they cannot be said', () => {
    const { links, problems } = generate(
      detection('A', '  where: proc.name = val(user.name)\n') + detection('B', '  where: user.name = root\n'),
    );
    expect(links.flatMap((link) => link.detection ?? [])).toEqual(['B']);
    expect(problems).toMatchObject([{ code: 'wazuh-cannot-express', level: 'error', detection: 'A' }]);
  });
});

describe('the preview of a detection', () => {
  function previewAt(detections: string): string {
    const marked = `#- rules.yaml\n${rules}#- d.detections.yaml\n${detections}`;
    const { snapshot, file, offset } = question(marked);
    const { text, span } = preview(snapshot, file, offset, 'wazuh');
    return span === undefined ? text : text.slice(span.start, span.end);
  }

  it('is all of its rules', () => {
    const text = previewAt(detection('D', '  where: proc.name = a or user.na<|>me = b\n'));
    expect(text.match(/<rule /g)).toHaveLength(2);
    expect(text).toContain('output_fields.user.name');
  });

  it.each([
    ['  where: proc.name = val(user.name<|>)\n', 'Wazuh cannot say this'],
    ['  where: proc.nam<|> = a\n', 'proc.nam'],
    ['  enabled: fal<|>se\n', 'not enabled'],
  ])('says why there is none: %s', (more, expected) => {
    expect(previewAt(detection('D', more))).toMatch(new RegExp(`^<!-- .*${expected}`));
  });
});
