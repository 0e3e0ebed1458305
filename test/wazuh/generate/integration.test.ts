import { expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  generateIntegrationFiles,
  type IntegrationOptions,
} from '../../../server/src/wazuh/generate/integration.ts';
import { readXml } from '../../../server/src/wazuh/xml/read.ts';

function file(name: string, options: IntegrationOptions = {}): string {
  return generateIntegrationFiles(options).files.find((one) => one.name === name)!.text;
}

it('tells Falco to write JSON with everything that the rules look at', () => {
  expect(parse(file('falco_custom.yaml', { alertFile: '/var/log/f.json' }))).toEqual({
    json_output: true,
    json_include_output_property: true,
    json_include_output_fields_property: true,
    json_include_tags_property: true,
    file_output: { enabled: true, keep_alive: false, filename: '/var/log/f.json' },
  });
});

it('adds the recipe’s field, as a list', () => {
  const { append_output } = parse(file('falco_custom.yaml', { profile: 'recipe' })) as Record<
    string,
    unknown
  >;
  expect(append_output).toEqual([{ extra_fields: [{ wazuh_integration: 'falco' }] }]);
});

it('tells the agent to read that file', () => {
  const localfile = readXml(file('ossec-localfile.xml')).roots[0]!.children[0]!;
  expect(localfile.children.map(({ name, content }) => [name, content])).toEqual([
    ['location', '/var/log/falco_events.json'],
    ['log_format', 'json'],
  ]);
});

it('says for which Wazuh, where, whose and how', () => {
  const note = file('INSTALL.md', { rulesFile: 'my_falco.xml' });
  for (const word of ['4.x', '/var/ossec/etc/rules/my_falco.xml', 'wazuh:wazuh', '0660', 'wazuh-logtest']) {
    expect(note).toContain(word);
  }
});

it.each(['', 'a b', 'a"b', 'a<b', 'a&b', 'a\nb', '$(id)', 'a\\b'])('refuses the path %j', (alertFile) => {
  const { files, problems } = generateIntegrationFiles({ alertFile });
  expect([files, problems.map(({ code }) => code)]).toEqual([[], ['wazuh-path']]);
});
