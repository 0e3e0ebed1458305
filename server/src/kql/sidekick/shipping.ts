import { priorities } from '../../falco/items/item.ts';
import { generatedMark } from '../deploy/template.ts';
import { yamlText } from '../deploy/yaml.ts';
import { type SentinelProblem, sentinelProblem } from '../sentinel-problem.ts';
import { dataCollectionRule } from './data-collection-rule.ts';
import { installNote } from './install-note.ts';

/** How alerts go from Falco over Falcosidekick and a syslog server to Sentinel. */
export interface ShippingOptions {
  /** The machine with rsyslog or syslog-ng and the Azure Monitor Agent. */
  readonly host: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly format: 'json' | 'cef';
  /** The least priority that is sent; empty for all. */
  readonly minimumPriority: string;
  /** A field to be added to every alert with the cluster's name; empty for none. */
  readonly clusterField: string;
}

/** What stands in the files where nobody says otherwise. */
export const usualShipping: ShippingOptions = {
  host: 'syslog.example.com',
  port: 514,
  protocol: 'tcp',
  format: 'json',
  minimumPriority: '',
  clusterField: '',
};

/** A file to be installed. */
export interface ShippingFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The settings of every station on the way of an alert to Sentinel, and a note on how to install them; no
 * file where an option cannot be used. Sources: FALCOSIDEKICK.md, "JSON mode" and "CEF mode", SENTINEL.md.
 */
export function shippingFiles(options: ShippingOptions): {
  readonly files: readonly ShippingFile[];
  readonly problems: readonly SentinelProblem[];
} {
  const problems = optionProblems(options);
  if (problems.length > 0) return { files: [], problems };
  const files = [
    { name: 'falco-sentinel.yaml', text: falcoConfiguration(options) },
    { name: 'falcosidekick-values.yaml', text: helmValues(options) },
    { name: 'falcosidekick-config.yaml', text: sidekickConfiguration(options) },
    { name: 'falcosidekick.env', text: sidekickEnvironment(options) },
    { name: '10-falco-rsyslog.conf', text: rsyslog(options) },
    { name: 'falco-syslog-ng.conf', text: syslogNg(options) },
    { name: 'data-collection-rule.json', text: dataCollectionRule(options) },
    { name: 'INSTALL.md', text: installNote(options) },
  ];
  return { files, problems };
}

/** The syslog settings of Falcosidekick under their names in its configuration. */
function syslogSettings({ host, port, protocol, format, minimumPriority }: ShippingOptions) {
  return { host, port, protocol, format, minimumpriority: minimumPriority };
}

const comment = `# ${generatedMark}.\n`;

function falcoConfiguration({ clusterField }: ShippingOptions): string {
  const cluster = clusterField === '' ? '' : clusterEntry(clusterField);
  return `${comment}# Part of Falco's configuration: /etc/falco/config.d/falco-sentinel.yaml
json_output: true
json_include_output_property: true
json_include_output_fields_property: true
json_include_tags_property: true

# Falcosidekick, which sends the alerts on.
http_output:
  enabled: true
  url: http://localhost:2801/
${cluster}`;
}

function clusterEntry(field: string): string {
  return `
# The name of the cluster, which no field of Falco has: write it here, one for each cluster.
append_output:
  - extra_fields:
      - ${field}: "my-cluster"
`;
}

function helmValues(options: ShippingOptions): string {
  const syslog = { ...syslogSettings(options), port: String(options.port) };
  return `${comment}# Values of the Helm chart falcosecurity/falco.
${yamlText({ falco: { json_output: true }, falcosidekick: { enabled: true, config: { syslog } } })}`;
}

function sidekickConfiguration(options: ShippingOptions): string {
  return `${comment}# Falcosidekick's configuration: falcosidekick -c falcosidekick-config.yaml
${yamlText({ syslog: syslogSettings(options) })}`;
}

function sidekickEnvironment(options: ShippingOptions): string {
  const lines = Object.entries(syslogSettings(options)).map(
    ([key, value]) => `SYSLOG_${key.toUpperCase()}=${value}`,
  );
  return `${comment}# The same as environment variables.\n${lines.join('\n')}\n`;
}

function rsyslog({ port, protocol }: ShippingOptions): string {
  const module = protocol === 'tcp' ? 'imtcp' : 'imudp';
  return `${comment}# /etc/rsyslog.d/10-falco-rsyslog.conf on the syslog server. The Azure Monitor Agent adds the
# forwarding to itself once the data collection rule is assigned to the machine.
# Put the next line at the top of /etc/rsyslog.conf: an alert that is cut is no JSON any more.
#   global(maxMessageSize="64k")
module(load="${module}")
input(type="${module}" port="${port}")
`;
}

function syslogNg({ port, protocol }: ShippingOptions): string {
  return `${comment}# For a syslog server with syslog-ng instead of rsyslog: add this line to the source that it has in
# /etc/syslog-ng/syslog-ng.conf (s_src, on some systems s_sys), which the Azure Monitor Agent reads.
# In options { } set log-msg-size(65536): an alert that is cut is no JSON any more.
network(transport("${protocol}") port(${port}));
`;
}

/** What could be read as more than itself in one of the files. */
function optionProblems(options: ShippingOptions): SentinelProblem[] {
  const { host, port, minimumPriority, clusterField } = options;
  const problems: SentinelProblem[] = [];
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9.:_-]{0,252}[A-Za-z0-9])?$/.test(host))
    problems.push(
      sentinelProblem('sentinel-setting', 'The host', host, 'the name or address of the syslog server'),
    );
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    problems.push(sentinelProblem('sentinel-setting', 'The port', String(port), 'a number from 1 to 65535'));
  if (
    minimumPriority !== '' &&
    !priorities.some((each) => each.toLowerCase() === minimumPriority.toLowerCase())
  ) {
    const expected = 'a priority of Falco such as `warning`, or nothing for all';
    problems.push(sentinelProblem('sentinel-setting', 'The least priority', minimumPriority, expected));
  }
  if (clusterField !== '' && !/^[A-Za-z][\w.]{0,127}$/.test(clusterField))
    problems.push(sentinelProblem('sentinel-setting', 'The cluster field', clusterField, 'a plain word'));
  return problems;
}
