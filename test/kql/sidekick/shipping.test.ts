import { describe, expect, it } from 'vitest';
import { yamlValue } from '../../../server/src/kql/deploy/yaml.ts';
import {
  type ShippingOptions,
  shippingFiles,
  usualShipping,
} from '../../../server/src/kql/sidekick/shipping.ts';
import fc from '../../support/properties.ts';

function filesFor(options: Partial<ShippingOptions> = {}): Record<string, string> {
  const { files, problems } = shippingFiles({ ...usualShipping, ...options });
  expect(problems).toEqual([]);
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}

const chosen = {
  host: 'log.example.org',
  port: 6514,
  protocol: 'udp',
  format: 'cef',
  minimumPriority: 'warning',
} as const;

describe('the settings of Falcosidekick', () => {
  const syslog = {
    host: 'log.example.org',
    port: 6514,
    protocol: 'udp',
    format: 'cef',
    minimumpriority: 'warning',
  };

  it('are those of its configuration file', () => {
    expect(yamlValue(filesFor(chosen)['falcosidekick-config.yaml']!)).toEqual({ syslog });
  });

  it('are values of the chart, whose port is text', () => {
    expect(yamlValue(filesFor(chosen)['falcosidekick-values.yaml']!)).toMatchObject({
      falcosidekick: { enabled: true, config: { syslog: { ...syslog, port: '6514' } } },
    });
  });

  it('are environment variables', () => {
    const lines = filesFor(chosen)
      ['falcosidekick.env']!.split('\n')
      .filter((line) => /^\w/.test(line));
    expect(lines).toEqual([
      'SYSLOG_HOST=log.example.org',
      'SYSLOG_PORT=6514',
      'SYSLOG_PROTOCOL=udp',
      'SYSLOG_FORMAT=cef',
      'SYSLOG_MINIMUMPRIORITY=warning',
    ]);
  });
});

describe("Falco's configuration", () => {
  it('adds the name of the cluster where a field is named for it', () => {
    expect(yamlValue(filesFor({ clusterField: 'cluster' })['falco-sentinel.yaml']!)).toMatchObject({
      json_output: true,
      http_output: { enabled: true },
      append_output: [{ extra_fields: [{ cluster: 'my-cluster' }] }],
    });
    expect(yamlValue(filesFor()['falco-sentinel.yaml']!)).not.toHaveProperty('append_output');
  });
});

describe('the syslog server', () => {
  it.each([
    ['tcp', 'imtcp'],
    ['udp', 'imudp'],
  ] as const)('listens on %s', (protocol, module) => {
    const files = filesFor({ protocol, port: 6514 });
    expect(files['10-falco-rsyslog.conf']).toContain(`input(type="${module}" port="6514")\n`);
    expect(files['falco-syslog-ng.conf']).toContain(`network(transport("${protocol}") port(6514));\n`);
  });

  it.each([
    ['json', 'Microsoft-Syslog', 'Syslog'],
    ['cef', 'Microsoft-CommonSecurityLog', 'CommonSecurityLog'],
  ] as const)('is collected from in %s as %s', (format, stream, table) => {
    const files = filesFor({ format });
    const { properties } = JSON.parse(files['data-collection-rule.json']!).resources[0];
    expect(properties.dataSources.syslog).toEqual([
      expect.objectContaining({ streams: [stream], facilityNames: ['kern'] }),
    ]);
    expect(properties.dataFlows).toEqual([{ streams: [stream], destinations: ['sentinel'] }]);
    expect(files['INSTALL.md']).toContain(table);
  });

  it('tells who takes CEF on what that rests', () => {
    expect(filesFor({ format: 'cef' })['INSTALL.md']).toContain('modelled on one field observation');
    expect(filesFor({ format: 'json' })['INSTALL.md']).not.toContain('modelled');
  });
});

describe('options that cannot be used', () => {
  it.each<[Partial<ShippingOptions>, string]>([
    [{ host: '' }, 'host'],
    [{ host: 'a b' }, 'host'],
    [{ host: '$(reboot)' }, 'host'],
    [{ host: '-x' }, 'host'],
    [{ port: 0 }, 'port'],
    [{ port: 70_000 }, 'port'],
    [{ port: 1.5 }, 'port'],
    [{ minimumPriority: 'high' }, 'priority'],
    [{ clusterField: 'a: b' }, 'cluster'],
  ])('%j', (options, named) => {
    const { files, problems } = shippingFiles({ ...usualShipping, ...options });
    expect(files).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({ code: 'sentinel-setting', message: expect.stringContaining(named) }),
    ]);
  });

  it('never end up in a file', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { files } = shippingFiles({ ...usualShipping, host: text, clusterField: text });
        if (files.length > 0) expect(text).toMatch(/^[A-Za-z][\w.]*$/);
      }),
    );
  });
});
