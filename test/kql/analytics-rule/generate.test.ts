import { validate, version } from 'uuid';
import { describe, expect, it } from 'vitest';
import { analyticsRule } from '../../../server/src/kql/analytics-rule/generate.ts';
import { rulesArm, rulesBicep, ruleYaml } from '../../../server/src/kql/analytics-rule/print.ts';
import type { AnalyticsSource } from '../../../server/src/kql/analytics-rule/source.ts';
import { yamlValue } from '../../../server/src/kql/deploy/yaml.ts';
import { bicepStrings } from '../../support/bicep.ts';
import { source } from './source.ts';

const ruleOf = (given: Parameters<typeof source>[0] = {}) => analyticsRule(source(given)).rule;
const codesOf = (given: Parameters<typeof source>[0]) =>
  analyticsRule(source(given)).problems.map(({ code }) => code);

describe('an analytics rule', () => {
  it.each([
    ['EMERGENCY', 'High'],
    ['Alert', 'High'],
    ['CRITICAL', 'High'],
    ['ERROR', 'Medium'],
    ['WARNING', 'Medium'],
    ['NOTICE', 'Low'],
    ['INFORMATIONAL', 'Informational'],
    ['DEBUG', 'Informational'],
  ])('of priority %s has severity %s', (priority, severity) => {
    expect(ruleOf({ priority }).severity).toBe(severity);
    expect(ruleOf({ priority, severity: 'Low' }).severity).toBe('Low');
  });

  it('has a GUID that depends on its kind of source and its name alone', () => {
    const { id } = ruleOf({ name: 'R' });
    expect([validate(id), version(id)]).toEqual([true, 5]);
    expect(ruleOf({ name: 'R', priority: 'DEBUG', tags: [] }).id).toBe(id);
    expect(ruleOf({ name: 'S' }).id).not.toBe(id);
    expect(ruleOf({ name: 'R', of: 'detection' }).id).not.toBe(id);
  });

  it('maps the entities that its columns tell of', () => {
    expect(ruleOf().entityMappings).toEqual([
      { entityType: 'Host', fieldMappings: [{ identifier: 'HostName', columnName: 'hostname' }] },
      { entityType: 'Account', fieldMappings: [{ identifier: 'Name', columnName: 'user' }] },
      { entityType: 'Process', fieldMappings: [{ identifier: 'CommandLine', columnName: 'command' }] },
      { entityType: 'File', fieldMappings: [{ identifier: 'Name', columnName: 'file' }] },
    ]);
  });

  it('maps several addresses, and several identifiers of one process', () => {
    const columns = [
      ...source().columns,
      { name: 'pid', fields: ['proc.pid'] },
      { name: 'client', fields: ['fd.cip'] },
      { name: 'server', fields: ['fd.sip'] },
    ];
    const mappings = ruleOf({ columns }).entityMappings;
    expect(
      mappings.filter(({ entityType }) => entityType === 'IP').map(({ fieldMappings }) => fieldMappings),
    ).toEqual([
      [{ identifier: 'Address', columnName: 'client' }],
      [{ identifier: 'Address', columnName: 'server' }],
    ]);
    expect(mappings.find(({ entityType }) => entityType === 'Process')?.fieldMappings).toEqual([
      { identifier: 'CommandLine', columnName: 'command' },
      { identifier: 'ProcessId', columnName: 'pid' },
    ]);
  });

  it('has its columns as custom details, but no bag and at most twenty', () => {
    const more = Array.from({ length: 30 }, (_, i) => ({ name: `further_${i}`, fields: [] }));
    const details = ruleOf({ columns: [...source().columns, ...more] }).customDetails!;
    expect(details).toMatchObject({
      ContainerId: 'container_id',
      Command: 'command',
      Further_0: 'further_0',
    });
    expect(Object.keys(details)).toHaveLength(20);
    expect(Object.values(details)).not.toContain('outputfields');
  });

  it('names its alerts by their host and describes them by their values', () => {
    expect(ruleOf().alertDetailsOverride).toEqual({
      alertDisplayNameFormat: 'Read a file on {{hostname}}',
      alertDescriptionFormat: 'A file was read.\nCommand: {{command}}\nFile: {{file}}\nUser: {{user}}',
    });
  });

  it.each(['{{Computer}} is down', 'x'.repeat(250)])(
    'keeps its own name for alerts where it is %j',
    (name) => {
      expect(ruleOf({ name }).alertDetailsOverride).not.toHaveProperty('alertDisplayNameFormat');
      expect(codesOf({ name })).toEqual([]);
    },
  );

  it.each([
    ['both', ['CefAma', 'SyslogAma']],
    ['cef', ['CefAma']],
    ['json', ['SyslogAma']],
  ] as const)('over %s needs the connectors %j', (transport, connectors) => {
    const connection = { transport, cefTable: 'CommonSecurityLog', syslogTable: 'Syslog' };
    const { requiredDataConnectors } = ruleOf({ connection });
    expect(requiredDataConnectors.map(({ connectorId }) => connectorId)).toEqual(connectors);
  });

  it.each<[AnalyticsSource['schedule'], object]>([
    [
      { kind: 'Scheduled' },
      { queryFrequency: '5m', queryPeriod: '5m', triggerOperator: 'gt', triggerThreshold: 0 },
    ],
    [
      { kind: 'Scheduled', frequency: 60, period: 1440, threshold: 3 },
      { queryFrequency: '1h', queryPeriod: '1d', triggerOperator: 'gt', triggerThreshold: 3 },
    ],
    [
      { kind: 'Scheduled', frequency: 90 },
      { queryFrequency: '90m', queryPeriod: '90m' },
    ],
  ])('with %j runs as %j', (schedule, expected) => expect(ruleOf({ schedule })).toMatchObject(expected));

  it('of the kind NRT has no schedule, and says so where one was asked for', () => {
    const keys = ['queryFrequency', 'queryPeriod', 'triggerOperator', 'triggerThreshold'];
    for (const key of keys) expect(ruleOf({ schedule: { kind: 'NRT' } })).not.toHaveProperty(key);
    expect(codesOf({ schedule: { kind: 'NRT', frequency: 5, threshold: 1 } })).toEqual([
      'sentinel-nrt',
      'sentinel-nrt',
    ]);
  });

  it.each([
    ['a|b', 'both', ['sentinel-cef-name']],
    ['a\nb', 'cef', ['sentinel-cef-name']],
    ['a|b', 'json', []],
    ['a b', 'both', []],
  ] as const)('named %j over %s is warned of: %j', (name, transport, codes) => {
    expect(codesOf({ name, connection: { transport, cefTable: 'C', syslogTable: 'S' } })).toEqual(codes);
  });
});

describe('its files', () => {
  const rule = ruleOf({ tags: ['mitre_execution', 'T1059', 'T1059.004', 'T1204.003'] });

  it('say the same in YAML', () => {
    const { kind, ...rest } = rule;
    expect(yamlValue(ruleYaml(rule).print('1.2.3'))).toEqual({ ...rest, version: '1.2.3', kind });
  });

  it('say in ARM what ARM asks for, in its words', () => {
    const [resource] = JSON.parse(rulesArm([rule]).print('1.0.0')).resources;
    expect(resource).toMatchObject({
      type: 'Microsoft.SecurityInsights/alertRules',
      apiVersion: '2025-01-01-preview',
      name: rule.id,
      scope: "[resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace'))]",
      kind: 'Scheduled',
      properties: {
        displayName: 'Read a file',
        enabled: true,
        queryFrequency: 'PT5M',
        queryPeriod: 'PT5M',
        triggerOperator: 'GreaterThan',
        triggerThreshold: 0,
        suppressionEnabled: false,
        suppressionDuration: 'PT1H',
        tactics: ['Execution'],
        techniques: ['T1059', 'T1204'],
        subTechniques: ['T1059.004', 'T1204.003'],
        query: rule.query,
      },
    });
  });

  it('have no schedule in ARM where the kind is NRT', () => {
    const nrt = ruleOf({ schedule: { kind: 'NRT' } });
    const [{ kind, properties }] = JSON.parse(rulesArm([nrt]).print('1.0.0')).resources;
    expect(kind).toBe('NRT');
    for (const key of ['queryFrequency', 'queryPeriod', 'triggerOperator', 'triggerThreshold'])
      expect(properties).not.toHaveProperty(key);
  });

  it('say in Bicep what they say in ARM', () => {
    const arm = JSON.parse(rulesArm([rule]).print('1.0.0')).resources[0].properties;
    const texts = bicepStrings(rulesBicep([rule]).print('1.0.0')).map(({ value }) => value);
    expect(texts).toEqual(expect.arrayContaining([arm.displayName, arm.query, ...arm.subTechniques]));
  });

  it.each([
    [60, 'PT1H'],
    [1440, 'P1D'],
    [90, 'PT90M'],
  ])('write %i minutes as %s in ARM', (frequency, iso) => {
    const { properties } = JSON.parse(
      rulesArm([ruleOf({ schedule: { kind: 'Scheduled', frequency } })]).print('1.0.0'),
    ).resources[0];
    expect(properties.queryFrequency).toBe(iso);
  });
});
