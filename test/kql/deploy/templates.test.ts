import { describe, expect, it } from 'vitest';
import { armString, armTemplate, armVersion } from '../../../server/src/kql/deploy/arm.ts';
import { bicepFile, bicepString, bicepText, bicepVersion } from '../../../server/src/kql/deploy/bicep.ts';
import type { Resource } from '../../../server/src/kql/deploy/template.ts';
import { yamlText, yamlValue } from '../../../server/src/kql/deploy/yaml.ts';
import { bicepStrings } from '../../support/bicep.ts';
import fc from '../../support/properties.ts';

/** Texts with whatever could end a string, begin an expression or be lost. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom("'", "'''", '"', '\\', '${', '$', '{', '}', '[', ']', '\n', '\r', '\t', '#', ': ', '- '),
    fc.constantFrom('\u2028', '\u0085', '\u202e', '\u{1f6a8}', '\u{e0041}', '\u0000', '規', '---', '|', ' '),
    fc.string({ minLength: 1, maxLength: 3 }),
  ),
  maxLength: 12,
});

const resourceOf = (text: string): Resource => ({
  symbol: 'thing',
  belongs: 'extension',
  type: 'Vendor.Area/things',
  apiVersion: '2025-01-01',
  name: 'one',
  attributes: { kind: text },
  properties: { text, list: [text], [`key ${text}`]: { count: 3, flag: true, empty: [], none: {} } },
});

/** A text as ARM takes it. Throws for what it would evaluate. */
function armValue(written: string): string {
  if (!written.startsWith('[') || !written.endsWith(']')) return written;
  if (!written.startsWith('[[')) throw new Error(`${written} is an expression`);
  return written.slice(1);
}

describe('ARM', () => {
  it.each([
    ['plain', 'plain'],
    ['[concat(1)]', '[[concat(1)]'],
    ['[test] value', '[test] value'],
    ['[', '['],
    [']', ']'],
    ['[]', '[[]'],
    ['[[x]', '[[[x]'],
    ['[a\nb]', '[[a\nb]'],
  ])('takes %j for what it is', (text, written) => {
    expect(armString(text)).toBe(written);
    expect(armValue(written)).toBe(text);
  });

  it('gives every text back', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const resource = JSON.parse(armTemplate({ version: '1.2.3', resources: [resourceOf(text)] }))
          .resources[0];
        expect([resource.properties.text, resource.properties.list[0]].map(armValue)).toEqual([text, text]);
        expect(resource.properties[`key ${text}`]).toEqual({ count: 3, flag: true, empty: [], none: {} });
      }),
    );
  });

  it('says its version', () => {
    expect(armVersion(armTemplate({ version: '1.2.3', resources: [] }))).toBe('1.2.3');
    expect(armVersion('{}')).toBeUndefined();
  });
});

describe('Bicep', () => {
  it.each([
    ["it's", "'it\\'s'"],
    ['a\\b', "'a\\\\b'"],
    ['${x}', "'\\${x}'"],
    ['$x {y}', "'$x {y}'"],
    ['a\r\nb', "'a\\r\\nb'"],
    ['\u202e', "'\\u{202e}'"],
    ['', "''"],
  ])('writes %j on one line', (text, written) => expect(bicepString(text)).toBe(written));

  it.each([
    ['a\nb\n', "'''\na\nb\n'''"],
    ['\na\n${b}', "'''\n\na\n${b}'''"],
    ["a\n'''", "'a\\n\\'\\'\\''"],
    ["a\nb'", "'a\\nb\\''"],
    ['a\r\nb', "'a\\r\\nb'"],
    ['one line', "'one line'"],
  ])('writes %j on several lines where that is safe', (text, written) =>
    expect(bicepText(text)).toBe(written),
  );

  it('gives every text back', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const file = bicepFile({ version: '1.2.3', resources: [resourceOf(text)] });
        const values = bicepStrings(file).map(({ value }) => value);
        const key = /^[A-Za-z_]\w*$/.test(`key ${text}`) ? [] : [`key ${text}`];
        expect(values.slice(-4)).toEqual([text, text, text, ...key]);
      }),
    );
  });

  it('says its version', () => {
    expect(bicepVersion(bicepFile({ version: '1.2.3', resources: [] }))).toBe('1.2.3');
    expect(bicepVersion('param x string')).toBeUndefined();
  });

  it('writes parts of the workspace', () => {
    const resource: Resource = { ...resourceOf('x'), belongs: 'child', properties: { on: true } };
    expect(bicepFile({ version: '1.0.0', resources: [resource] })).toContain(`\
resource thing 'Vendor.Area/things@2025-01-01' = {
  parent: logAnalytics
  name: 'one'
  kind: 'x'
  properties: {
    on: true
  }
}
`);
    const [child] = JSON.parse(armTemplate({ version: '1.0.0', resources: [resource] })).resources;
    expect(child.name).toBe("[format('{0}/one', parameters('workspace'))]");
    expect(child).not.toHaveProperty('scope');
  });
});

describe('YAML', () => {
  it('gives every text back', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const value = { text, list: [text], inner: { query: `first\n${text}\n` } };
        expect(yamlValue(yamlText(value))).toEqual(value);
      }),
    );
  });
});
