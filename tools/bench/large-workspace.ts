import type { RulesToMeasure } from './measure.ts';

/** How much of everything there is; together a little more than 25,000 lines. */
const teams = 12;
const servicesOfTeam = 116;

/** The macro that every rule uses. */
export const commonMacro = 'workload_started';

/**
 * A workspace of 25,000 lines, made up: a platform team's file with the macros that all rules use, and a file
 * for each team with a list, a macro and a rule for each of its services.
 */
export function largeWorkspace(): RulesToMeasure {
  const files = Array.from({ length: teams }, (_, team) => ({
    path: `file:///large/team-${String(team).padStart(2, '0')}.yaml`,
    text: Array.from({ length: servicesOfTeam }, (_, service) => serviceRules(team, service)).join('\n'),
  }));
  return { from: 'made up', files: [{ path: 'file:///large/a-platform.yaml', text: platform }, ...files] };
}

const platform = `# What all teams build on.
- required_engine_version: 0.31.0

- macro: ${commonMacro}
  condition: (evt.type in (execve, execveat) and proc.name != pause)

- macro: in_cluster
  condition: (container.id != host and k8s.ns.name exists)

- list: shipped_shells
  items: [bash, dash, sh]

- macro: by_shell
  condition: (${commonMacro} and proc.pname in (shipped_shells))
`;

function serviceRules(team: number, service: number): string {
  const name = `t${team}_s${service}`;
  const port = 2000 + ((team * servicesOfTeam + service) % 40_000);
  return `# Service ${service} of team ${team}
- list: ${name}_tools
  items: [${name}-migrate, ${name}-backup]

- macro: ${name}_expected
  condition: (proc.name in (${name}_tools) or proc.cmdline startswith "${name} --serve ${port}")

- rule: Odd program in service ${service} of team ${team}
  desc: A program that does not belong to the service was started.
  condition: >
    ${commonMacro} and in_cluster
    and k8s.deployment.name = ${name}
    and not ${name}_expected
    and not (by_shell and proc.args contains healthz)
  output: Odd program (command=%proc.cmdline user=%user.name parent=%proc.pname pod=%k8s.pod.name)
  priority: WARNING
  tags: [team_${team}, maturity_stable, process, mitre_execution, T1059]
`;
}
