import { expect, it } from 'vitest';
import { generateWazuhRules } from '../../../server/src/wazuh/generate/generate.ts';
import { ruleIdsIn } from '../../../server/src/wazuh/generate/used-ids.ts';

it.each([
  ['', []],
  [
    '<group name="a,"><rule id="100650" level="5"/><Rule ID="100651"/><x id="3"/><rule id="x"/></group>',
    [100_650, 100_651],
  ],
  ['<group name="a,"><rule id="1"/></group><group', [1]],
])('%j', (text, ids) => {
  expect(ruleIdsIn(text)).toEqual(ids);
});

it('finds every id of a generated file', () => {
  const { xml, links } = generateWazuhRules({ rules: [{ name: 'a', priority: 'INFO', tags: [] }] });
  expect(ruleIdsIn(xml)).toEqual(links.map(({ id }) => id));
});
