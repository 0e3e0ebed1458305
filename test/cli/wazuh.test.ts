import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSession, loadRuleset } from '../../server/src/wazuh/engine.ts';
import { readLock } from '../../server/src/wazuh/generate/lock.ts';
import { readXml } from '../../server/src/wazuh/xml/read.ts';
import { type Circumstances, runCommand } from './command-line.ts';

const rule = (name: string, priority = 'NOTICE', more = '') =>
  `- rule: ${name}\n  desc: d\n  condition: evt.type = open\n  output: "%fd.name"\n  priority: ${priority}\n${more}`;
const files = { 'a.yaml': rule('A'), 'b.yaml': rule('B', 'WARNING') };

const wazuh = (args: string[], circumstances: Circumstances = {}) =>
  runCommand(['wazuh', ...args], circumstances);

/** The ids that a generated file gives its rules. */
const idsOf = (xml: string) => Object.fromEntries(readLock(xml).rules);

describe('wazuh on standard output', () => {
  it.each(['sturdy', 'recipe'])('catches the example alerts, each by its rule: %s', async (profile) => {
    const alerts = readFileSync('examples/alerts/alerts.jsonl', 'utf8').trim().split('\n');
    const { output, status } = await wazuh(['examples/rules', '--profile', profile]);
    expect(status).toBe(0);
    const { ruleset, messages } = loadRuleset({ 'falco_rules.xml': output });
    expect(messages).toEqual([]);
    const ids = idsOf(output);
    const caught = alerts.filter((line) => isMeantFor(profile, JSON.parse(line)));
    expect(caught.length).toBeGreaterThan(profile === 'sturdy' ? 10 : 1);
    for (const line of caught) {
      const { id } = createSession(ruleset).evaluate(line, 0)!;
      expect(Number(id), line).toBe(ids[JSON.parse(line).rule]);
    }
  });

  it('takes detections among the files, and fails where one cannot be generated', async () => {
    const detection = (name: string, where: string) =>
      `- detection: ${name}\n  rule: A\n  where: ${where}\n  level: 9\n`;
    const good = { ...files, 'a.detections.yaml': detection('Etc', 'fd.name pmatch (/etc)') };
    const { output, errors, status } = await wazuh(['~/a.yaml', '~/a.detections.yaml'], { files: good });
    expect([errors, status]).toEqual(['', 0]);
    expect(output).toContain('<description>Falco: Etc</description>');
    const bad = {
      ...files,
      'a.detections.yaml': detection('Etc', 'fd.nam = a') + detection('B', 'fd.name = val(fd.name)'),
    };
    const failed = await wazuh(['~/a.yaml', '~/a.detections.yaml'], { files: bad });
    expect(failed.status).toBe(1);
    expect(failed.errors).toMatch(
      /unknown-field[\s\S]*wazuh-cannot-express|fd\.nam[\s\S]*Wazuh cannot say this/,
    );
  });

  it('takes several files as one load', async () => {
    const { output, errors, status } = await wazuh(['~/a.yaml', '~/b.yaml'], { files });
    expect(idsOf(output)).toEqual({ A: 100_650, B: 100_651 });
    expect([errors, status]).toEqual(['', 0]);
  });

  it('reads standard input and takes ids from the range', async () => {
    const { output } = await wazuh(['-', '--ids', '110000-110099'], { input: rule('A') });
    expect(readLock(output)).toMatchObject({ base: 110_000, rules: new Map([['A', 110_050]]) });
  });

  it('takes levels for priorities', async () => {
    const { output, status } = await wazuh(['-', '--levels', 'notice=0,Error=11'], { input: rule('A') });
    expect(output).toContain('<rule id="100650" level="0">');
    expect(output).toContain('<rule id="100604" level="11">');
    expect(status).toBe(0);
  });

  it.each(['Notice=17', 'High=3', 'Notice', ''])('takes no levels like %j', async (levels) => {
    const { errors, status } = await wazuh(['-', '--levels', levels], { input: rule('A') });
    expect([errors, status]).toEqual([expect.stringContaining('It looks like Debug=0,Notice=5'), 2]);
  });

  it('says what is wrong with the recipe and writes it all the same', async () => {
    const { output, errors, status } = await wazuh(['-', '--profile', 'recipe'], { input: rule('A') });
    expect(errors).toContain('[wazuh-recipe-discriminator]\n');
    expect(errors).toMatch(/\n3 warnings, 5 remarks in 1 file\.\n$/);
    expect(output).toContain('wazuh_integration');
    expect(status).toBe(0);
  });
});

/** The last example is a message of Falco about itself; the recipe sees only what carries its field. */
function isMeantFor(profile: string, alert: { rule: string; output_fields: object }): boolean {
  if (alert.rule.startsWith('Falco internal')) return false;
  return profile === 'sturdy' || 'wazuh_integration' in alert.output_fields;
}

describe('problems of wazuh', () => {
  const longName = `"${'<'.repeat(6_000)}"`;

  it('show the rule that cannot be expressed, and the others are written', async () => {
    const { output, errors, status } = await wazuh(['-'], { input: `${rule('A')}${rule(longName)}` });
    expect(errors).toMatch(/^<stdin>:6:10: error: .* \[wazuh-rule-name\]$/m);
    expect(idsOf(output)).toHaveProperty('A');
    expect(status).toBe(1);
  });

  it('are those of the load where Falco does not load the files', async () => {
    const { output, errors, status } = await wazuh(['-'], { input: rule('A', 'HIGH') });
    expect(errors).toMatch(/^<stdin>:5:13: error: .*\[invalid-priority\]$/m);
    expect([output, status]).toEqual(['', 1]);
  });

  it.each([
    [['-', '--profile', 'other']],
    [['-', '--ids', '7']],
    [['-', '--ids', '200-100']],
    [['-', '--ids', '110000-110099', '--profile', 'recipe']],
    [['-', '--integration']],
  ])('are wrong usage: %j', async (args) => {
    const { output, errors, status } = await wazuh(args, { input: rule('A') });
    expect([output, status]).toEqual(['', 2]);
    expect(errors).toMatch(/^error: /);
  });
});

describe('wazuh --out', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'falco-workbench-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const written = (name: string) => readFileSync(join(folder, name), 'utf8');
  const out = (...args: string[]) => wazuh(['-', '--out', ...args], { input: rule('B') });

  it('writes falco_rules.xml into a folder, and makes one', async () => {
    const { output } = await out(join(folder, 'new/'));
    expect(output).toBe(`Wrote ${join(folder, 'new', 'falco_rules.xml')}\n`);
    expect(idsOf(written('new/falco_rules.xml'))).toEqual({ B: 100_650 });
  });

  it('keeps the ids of the file that is there', async () => {
    await wazuh(['-', '--out', folder], { input: `${rule('A')}${rule('B')}` });
    await out(folder);
    expect(idsOf(written('falco_rules.xml'))).toEqual({ A: 100_650, B: 100_651 });
    expect(loadRuleset({ 'falco_rules.xml': written('falco_rules.xml') }).messages).toEqual([]);
  });

  it('avoids the ids of other rules in the folder', async () => {
    const text = '<group name="g,"><rule id="100650" level="3"><match>x</match></rule></group>';
    writeFileSync(join(folder, 'local_rules.XML'), text);
    await out(join(folder, 'mine.xml'));
    expect(idsOf(written('mine.xml'))).toEqual({ B: 100_651 });
  });

  it('leaves a file alone that was not generated', async () => {
    writeFileSync(join(folder, 'local_rules.xml'), '<group name="g,"></group>');
    const { errors, status } = await out(join(folder, 'local_rules.xml'));
    expect(errors).toMatch(/^error: .*local_rules\.xml was not generated/);
    expect(status).toBe(1);
    expect(written('local_rules.xml')).toBe('<group name="g,"></group>');
  });

  it('says so where it cannot write', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { errors, status } = await out(join(folder, 'file', 'rules.xml'));
    expect(errors).toMatch(/^error: .*file: .*not a directory/);
    expect(status).toBe(1);
  });

  it('writes the integration files beside the rules', async () => {
    const { status } = await out(join(folder, 'mine.xml'), '--integration', '--profile', 'recipe');
    expect(readdirSync(folder).sort()).toEqual([
      'INSTALL.md',
      'falco_custom.yaml',
      'mine.xml',
      'ossec-localfile.xml',
    ]);
    expect(written('falco_custom.yaml')).toContain('wazuh_integration: "falco"');
    expect(written('INSTALL.md')).toContain('/var/ossec/etc/rules/mine.xml');
    expect(readXml(written('ossec-localfile.xml')).roots[0]!.name).toBe('ossec_config');
    expect(status).toBe(0);
  });

  it('leaves integration files alone that were edited, and the rules as they are', async () => {
    writeFileSync(join(folder, 'falco_custom.yaml'), 'mine: true\n');
    const { errors, status } = await out(folder, '--integration');
    expect(errors).toMatch(/^error: .*falco_custom\.yaml has another text/);
    expect(status).toBe(1);
    expect(readdirSync(folder)).toEqual(['falco_custom.yaml']);
  });

  it('writes the same again without a word', async () => {
    await out(folder, '--integration');
    expect((await out(folder, '--integration')).status).toBe(0);
  });
});
