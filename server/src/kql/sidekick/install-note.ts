import type { ShippingOptions } from './shipping.ts';

/** How the files are installed, from Falco to the first incident, in Markdown. */
export function installNote(options: ShippingOptions): string {
  const { host, port, protocol, format, clusterField } = options;
  const table = format === 'cef' ? 'CommonSecurityLog' : 'Syslog';
  return `# Falco alerts in Microsoft Sentinel

Falco → Falcosidekick → syslog server with the Azure Monitor Agent (\`${host}\`, port ${port}, ${protocol}) → ${table}.

## Falco and Falcosidekick

On Kubernetes:

\`\`\`console
helm upgrade --install falco falcosecurity/falco --namespace falco -f falcosidekick-values.yaml
\`\`\`

On a machine: copy \`falco-sentinel.yaml\` to \`/etc/falco/config.d/\`, start Falcosidekick with
\`falcosidekick-config.yaml\` or the variables of \`falcosidekick.env\`, and restart Falco.
${clusterField === '' ? '' : clusterNote(clusterField)}
## The syslog server

1. Install the Azure Monitor Agent (on a machine outside Azure with Azure Arc).
2. Copy \`10-falco-rsyslog.conf\` to \`/etc/rsyslog.d/\`, or follow \`falco-syslog-ng.conf\`; allow long messages as
   it says, and restart the daemon.
3. Let nothing but Falcosidekick reach port ${port}: whoever can send to it can write alerts.

## Azure

1. Deploy \`data-collection-rule.json\` into the resource group of the workspace, and assign the rule to the
   syslog server. It collects the facility \`kern\`, under which Falcosidekick sends; the machine's own kernel
   messages come with it.
2. Deploy the parser function \`FalcoContainerSecurity\`, then the analytics rules.
3. Look for the first alerts: \`${table} | where TimeGenerated > ago(1h)\`.

${format === 'cef' ? cefNote : jsonNote}`;
}

function clusterNote(field: string): string {
  return `
The name of the cluster is in no field of Falco: write it as \`${field}\` under \`append_output\`, in each cluster its
own.
`;
}

const jsonNote = `JSON loses nothing: every field of an alert arrives as Falco wrote it.
`;

const cefNote = `In CEF Falcosidekick escapes nothing. A value can forge labels, a line break cuts an event in two, and long
values are cut; how such a line lands is modelled on one field observation. Prefer JSON where you can.
`;
