import { describe, expect, it } from 'vitest';
import { readSettings } from '../../server/src/lsp/settings.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';

describe('settings', () => {
  it.each([
    [undefined],
    [null],
    [{}],
    ['text'],
    [[]],
    [{ engineVersion: 7, plugins: 'k8saudit', problems: [] }],
  ])('are the default ones for %j', (section) => {
    expect(readSettings(section, ['file:///w'])).toEqual({ ...defaultSettings, folders: ['file:///w'] });
  });

  it.each([
    [{ engineVersion: '0.57.0' }, { engineVersion: '0.57.0' }],
    [{ plugins: ['k8saudit', 'container', 7] }, { plugins: ['container', 'k8saudit'] }],
    [
      { problems: { 'unused-macro': 'off', 'no-such-code': 'error', 'unused-list': 'loud' } },
      { levels: { 'unused-macro': 'off' } },
    ],
    [
      { baseRules: ['base/falco_rules.yaml'] },
      { baseRules: ['file:///w/base/falco_rules.yaml', 'file:///v/base/falco_rules.yaml'] },
    ],
    [{ baseRules: ['/etc/falco/falco_rules.yaml'] }, { baseRules: ['file:///etc/falco/falco_rules.yaml'] }],
    [
      { rulesFiles: ['./rules.d/', '../x.yaml'] },
      { rulesFiles: ['file:///w/rules.d/', 'file:///v/rules.d/', 'file:///x.yaml', 'file:///x.yaml'] },
    ],
    [
      { wazuh: { profile: 'recipe', ids: '110000 - 110999', levels: { debug: 0, error: 17, high: 3 } } },
      { wazuh: { profile: 'recipe', firstId: 110_000, lastId: 110_999, levels: { Debug: 0 } } },
    ],
    [
      { wazuh: { profile: 'x', ids: '9-1', levels: 3, descriptionFields: ['rule', 7] } },
      { wazuh: { profile: 'sturdy', levels: {}, descriptionFields: ['rule'] } },
    ],
    [{ rulesFiles: ['https://example.test/x.yaml'] }, { rulesFiles: ['https://example.test/x.yaml'] }],
  ])('%j', (section, expected) => {
    expect(readSettings(section, ['file:///w', 'file:///v'])).toMatchObject(expected);
  });
});
