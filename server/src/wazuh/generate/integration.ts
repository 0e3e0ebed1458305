import type { GenerateProblem, Profile } from './input.ts';
import { generationProblem } from './problem.ts';

/** How Falco hands its alerts to a Wazuh agent; every part has a default. */
export interface IntegrationOptions {
  /** `sturdy`; the recipe needs a field that Falco adds. */
  readonly profile?: Profile;
  /** The file that Falco writes and the agent reads (/var/log/falco_events.json). */
  readonly alertFile?: string;
  /** Name of the rules file on the manager (falco_rules.xml). */
  readonly rulesFile?: string;
}

/** A file to be installed. */
export interface IntegrationFile {
  readonly name: string;
  readonly text: string;
}

/** The files that join Falco and Wazuh, and what is wrong with the options. */
export interface IntegrationFiles {
  readonly files: readonly IntegrationFile[];
  readonly problems: readonly GenerateProblem[];
}

const defaultAlertFile = '/var/log/falco_events.json';
const defaultRulesFile = 'falco_rules.xml';

/**
 * Writes Falco's configuration (`falco_custom.yaml`), the agent's part of `ossec.conf` and a note on how to
 * install them with the rules. Source: seed 004, SEMANTICS.md "Known defects" 6, 9 and 10.
 */
export function generateIntegrationFiles(options: IntegrationOptions = {}): IntegrationFiles {
  const { profile = 'sturdy', alertFile = defaultAlertFile, rulesFile = defaultRulesFile } = options;
  const problems = [alertFile, rulesFile]
    .filter((path) => !isPlain(path))
    .map((path) => generationProblem('wazuh-path', undefined, path));
  if (problems.length > 0) return { files: [], problems };
  const files = [
    { name: 'falco_custom.yaml', text: falcoConfiguration(profile, alertFile) },
    { name: 'ossec-localfile.xml', text: agentConfiguration(alertFile) },
    { name: 'INSTALL.md', text: installNote(rulesFile, alertFile) },
  ];
  return { files, problems };
}

/** Nothing that YAML in double quotes, Wazuh's XML or a shell would read as more than itself. */
function isPlain(path: string): boolean {
  return path !== '' && !/["'`<>&$\\\p{Cc}\s]/u.test(path);
}

function falcoConfiguration(profile: Profile, alertFile: string): string {
  const added = profile === 'sturdy' ? '' : discriminator;
  return `# Falco writes each alert as one line of JSON, with everything that the Wazuh rules look at.
json_output: true
json_include_output_property: true
json_include_output_fields_property: true
json_include_tags_property: true

# The Wazuh agent reads this file.
file_output:
  enabled: true
  keep_alive: false
  filename: "${alertFile}"
${added}`;
}

const discriminator = `
# The Wazuh rules know an alert by this field; extra_fields must be a list.
append_output:
  - extra_fields:
      - wazuh_integration: "falco"
`;

function agentConfiguration(alertFile: string): string {
  return `<!-- Part of the agent's /var/ossec/etc/ossec.conf -->
<ossec_config>
  <localfile>
    <location>${alertFile}</location>
    <log_format>json</log_format>
  </localfile>
</ossec_config>
`;
}

function installNote(rulesFile: string, alertFile: string): string {
  return `# Falco alerts in Wazuh

For Wazuh 4.x. Wazuh 5 has no XML rules any more and cannot use these files.

## On each machine with Falco and a Wazuh agent

1. Copy \`falco_custom.yaml\` to \`/etc/falco/config.d/falco_custom.yaml\` (owner \`root:root\`, mode \`0644\`).
2. Add the \`<localfile>\` of \`ossec-localfile.xml\` to \`/var/ossec/etc/ossec.conf\` (owner \`root:wazuh\`, mode
   \`0660\`). The agent must be able to read \`${alertFile}\`.
3. Restart both: \`systemctl restart falco wazuh-agent\`.
4. Rotate \`${alertFile}\`: Falco only ever adds to it.

## On the Wazuh manager

1. Copy the rules to \`/var/ossec/etc/rules/${rulesFile}\` (owner \`wazuh:wazuh\`, mode \`0660\`). The name must
   sort behind Wazuh's own files, which begin with digits.
2. Try an alert before the restart: paste one line into \`/var/ossec/bin/wazuh-logtest\`.
3. Restart: \`systemctl restart wazuh-manager\`. A file with an error keeps the manager from starting.

Send the plain file: Wazuh does not decode JSON behind a syslog header.
`;
}
