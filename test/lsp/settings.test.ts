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
    [{ rulesFiles: ['https://example.test/x.yaml'] }, { rulesFiles: ['https://example.test/x.yaml'] }],
  ])('%j', (section, expected) => {
    expect(readSettings(section, ['file:///w', 'file:///v'])).toMatchObject(expected);
  });
});
