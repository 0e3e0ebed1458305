import { describe, expect, it } from 'vitest';
import { runCommand } from './command-line.ts';

const rules = `- required_engine_version: 0.57.0
- required_plugin_versions:
  - name: json
    version: 0.7.0
- list: shells
  items: [bash, sh]
- list: programs
  items: [shells, nc]
- macro: started
  condition: evt.type in (execve, execveat)
- macro: idle
  condition: never_true
- macro: never_true
  condition: evt.num = 0
- rule: Shell
  desc: A shell was started
  condition: started and proc.name in (programs) and proc.pname = val(proc.exe)
  output: Shell started (user=%user.name)
  priority: info
  tags: [shell, T1059]
  exceptions:
    - name: known
      fields: [proc.cmdline, user.name]
      comps: [startswith, =]
      values: [[ls, root]]
    - name: unused
      fields: proc.pid
`.replace('condition: never_true\n', 'condition: evt.num = 1\n');

async function described(args: string[] = []) {
  const { output } = await runCommand(['describe', '~/a.yaml', '--format', 'json', ...args], {
    files: { 'a.yaml': rules },
  });
  return JSON.parse(output);
}

describe('describe as json', () => {
  it('tells what is required', async () => {
    expect(await described()).toMatchObject({
      required_engine_version: '0.57.0',
      required_plugin_versions: [{ name: 'json', version: '0.7.0', alternatives: [] }],
    });
  });

  it('describes a rule as written and as compiled', async () => {
    const [rule] = (await described()).rules;
    expect(rule.info).toEqual({
      name: 'Shell',
      condition: 'started and proc.name in (programs) and proc.pname = val(proc.exe)',
      priority: 'Informational',
      output: 'Shell started (user=%user.name)',
      description: 'A shell was started',
      enabled: true,
      source: 'syscall',
      capture: false,
      capture_duration: 0,
      tags: ['T1059', 'shell'],
    });
    expect(rule.details).toEqual({
      macros: ['started'],
      lists: ['programs'],
      condition_operators: ['=', 'in', 'startswith'],
      condition_fields: ['evt.type', 'proc.cmdline', 'proc.exe', 'proc.name', 'proc.pname', 'user.name'],
      events: ['asyncevent', 'execve', 'execveat'],
      condition_compiled:
        '((evt.type in (execve, execveat) and proc.name in (bash, sh, nc) and proc.pname = val(proc.exe)) and not (proc.cmdline startswith ls and user.name = root))',
      output_fields: [
        'user.name',
        'container.id',
        'container.name',
        'container.image.repository',
        'container.image.tag',
        'k8s.pod.name',
        'k8s.ns.name',
      ],
      exception_fields: ['proc.cmdline', 'user.name'],
      exception_names: ['known', 'unused'],
      exception_operators: ['=', 'in', 'startswith'],
      output_compiled:
        'Shell started (user=%user.name) container_id=%container.id container_name=%container.name container_image_repository=%container.image.repository container_image_tag=%container.image.tag k8s_pod_name=%k8s.pod.name k8s_ns_name=%k8s.ns.name',
      plugins: ['container'],
    });
  });

  it('describes macros', async () => {
    const { macros } = await described();
    expect(macros.map(({ info }: { info: { name: string } }) => info.name)).toEqual([
      'started',
      'idle',
      'never_true',
    ]);
    expect(macros[0]).toEqual({
      info: { name: 'started', condition: 'evt.type in (execve, execveat)' },
      details: {
        used: true,
        macros: [],
        lists: [],
        condition_operators: ['in'],
        condition_fields: ['evt.type'],
        events: ['asyncevent', 'execve', 'execveat'],
        condition_compiled: 'evt.type in (execve, execveat)',
        plugins: [],
      },
    });
    expect(macros[1].details.used).toBe(false);
  });

  it('describes lists with the lists named in them', async () => {
    expect((await described()).lists[1]).toEqual({
      info: { name: 'programs', items: ['nc'] },
      details: { used: true, lists: ['shells'], items_compiled: ['bash', 'sh', 'nc'], plugins: [] },
    });
  });

  it('describes one rule alone', async () => {
    const description = await described(['--rule', 'Shell']);
    expect(Object.keys(description)).toEqual(['rules']);
    expect(description.rules).toHaveLength(1);
  });

  it('lists the events of plugins for rules of other sources', async () => {
    const audit = `- {rule: A, desc: d, condition: ka.verb = get, output: o, priority: INFO, source: k8s_audit}\n`;
    const { output } = await runCommand(['describe', '-', '--format', 'json'], { input: audit });
    expect(JSON.parse(output).rules[0].details).toMatchObject({
      events: ['asyncevent', 'pluginevent'],
      plugins: ['k8saudit'],
    });
  });
});

it('describes as text', async () => {
  const { output } = await runCommand(['describe', '~/a.yaml', '--rule', 'Shell'], {
    files: { 'a.yaml': rules },
  });
  expect(output).toMatch(
    /^Rule Shell\n {2}description: {3}A shell was started\n {2}priority: {6}Informational\n/,
  );
  expect(output).toContain('  event types:   asyncevent, execve, execveat\n');
});

it('fails for a rule that is not there', async () => {
  const { status, errors } = await runCommand(['describe', '-', '--rule', 'None'], { input: rules });
  expect([status, errors]).toEqual([1, 'error: Rule "None" is not loaded\n']);
});

it('shows the problems of files that do not load', async () => {
  const { status, output, errors } = await runCommand(['describe', '-'], {
    input: rules.replace('proc.name in', 'proc.nam in'),
  });
  expect(status).toBe(1);
  expect(output).toBe('');
  expect(errors).toContain('[unknown-field]');
});
