import { describe, expect, it } from 'vitest';
import { runCommand } from './command-line.ts';

const rule = (elements: string) =>
  `<group name="local,">\n  <rule id="100002" level="5">\n    ${elements}\n    <description>d</description>\n  </rule>\n</group>\n`;
const files = {
  'fine.xml': rule('<match>x</match>'),
  'parent.xml': rule('<if_sid>199999</if_sid>'),
  'broken.xml': rule('<foo/>'),
  'pom.xml': '<project/>',
  'a.yaml': '',
};

const check = (...args: string[]) => runCommand(['check', ...args], { files });

describe('check of Wazuh rules', () => {
  it('shows problems at their places', async () => {
    const { output, status } = await check('~/parent.xml');
    expect(output).toContain(`~/parent.xml:3:13: warning: Rule 100002 names a parent 199999`);
    expect(output).toContain('\n      <if_sid>199999</if_sid>\n              ^^^^^^\n');
    expect(status).toBe(0);
  });

  it.each<[string[], number]>([
    [['~/fine.xml'], 0],
    [['~/broken.xml'], 1],
    [['~/parent.xml', '--fail-on', 'warning'], 1],
    [['~/pom.xml'], 1],
    [['~/none.xml'], 1],
    [['~/fine.xml', '~/a.yaml'], 2],
  ])('%j ends with %i', async (args, status) => {
    expect((await check(...args)).status).toBe(status);
  });

  it('prints JSON', async () => {
    const { output } = await check('~/fine.xml', '~/broken.xml', '--format', 'json');
    expect(JSON.parse(output)).toMatchObject({
      wazuh_load_results: [
        { name: '~/fine.xml', successful: true, findings: [] },
        { name: '~/broken.xml', successful: false, findings: [{ code: 'wazuh-option', line: 3, column: 6 }] },
      ],
    });
  });
});
