/** A rule to begin with. */
export interface RuleTemplate {
  readonly label: string;
  /** What the rule detects, in a sentence. */
  readonly detail: string;
  /** A snippet with places to fill in; it ends with a line break. */
  readonly body: string;
}

/** Rules that stand on their own: no macro or list of another file is needed. */
export const ruleTemplates: readonly RuleTemplate[] = [
  {
    label: 'Program started in a container',
    detail: 'A program that has no business there: a shell, a package manager, a network tool.',
    body: `- rule: \${1:Shell Started in Container}
  desc: \${2:Somebody started a shell in a container.}
  condition: >
    evt.type in (execve, execveat)
    and container.id != host
    and proc.name in (\${3:bash, dash, sh, zsh})
  output: \${4:Shell started in a container} | command=%proc.cmdline parent=%proc.pname user=%user.name container=%container.name image=%container.image.repository
  priority: \${5|WARNING,NOTICE,ERROR,CRITICAL,INFO|}
  tags: [container, process, mitre_execution, T1059]
`,
  },
  {
    label: 'Child of a service',
    detail: 'A server starts a program that servers do not start: often the first step of a break-in.',
    body: `- rule: \${1:Web Server Starts Shell}
  desc: \${2:A web server started a shell, as after a successful attack on it.}
  condition: >
    evt.type in (execve, execveat)
    and proc.pname in (\${3:nginx, apache2, httpd, php-fpm})
    and proc.name in (\${4:bash, dash, sh})
  output: \${5:Web server started a shell} | command=%proc.cmdline parent=%proc.pcmdline user=%user.name container=%container.name
  priority: \${6|CRITICAL,ERROR,WARNING,NOTICE|}
  tags: [host, container, process, mitre_persistence, T1505.003]
`,
  },
  {
    label: 'Sensitive file read',
    detail: 'A file with secrets is opened by a program that does not need it.',
    body: `- rule: \${1:Credentials Read}
  desc: \${2:A program other than the known ones read a file with credentials.}
  condition: >
    evt.type in (open, openat, openat2)
    and evt.is_open_read = true
    and fd.name in (\${3:/etc/shadow, /etc/sudoers})
    and not proc.name in (\${4:sshd, sudo, login})
  output: \${5:File with credentials read} | file=%fd.name command=%proc.cmdline parent=%proc.pname user=%user.name container=%container.name
  priority: \${6|WARNING,NOTICE,ERROR,CRITICAL|}
  tags: [host, container, filesystem, mitre_credential_access, T1003.008]
`,
  },
  {
    label: 'File written below a folder',
    detail: 'Something changes what is meant to stay as it was installed; exceptions name who may.',
    body: `- rule: \${1:Program Folder Changed}
  desc: \${2:A file below a folder of programs was opened for writing.}
  condition: >
    evt.type in (open, openat, openat2)
    and evt.is_open_write = true
    and fd.name startswith \${3:/usr/local/bin/}
  output: \${4:File below a program folder written} | file=%fd.name command=%proc.cmdline parent=%proc.pname user=%user.name container=%container.name
  priority: \${5|ERROR,CRITICAL,WARNING,NOTICE|}
  tags: [host, container, filesystem, mitre_persistence, T1543]
  exceptions:
    - name: \${6:package_managers}
      fields: [proc.name]
      comps: [in]
      values:
        - [[\${7:apt-get, dpkg, rpm}]]
`,
  },
  {
    label: 'Outbound connection',
    detail: 'A connection to a port or an address that the workload does not need.',
    body: `- rule: \${1:Unexpected Outbound Connection}
  desc: \${2:A container connected to a port that it does not need.}
  condition: >
    evt.type in (connect, sendto, sendmsg)
    and fd.typechar in (4, 6)
    and container.id != host
    and fd.sport in (\${3:4444, 6667, 9001})
    and not fd.snet in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
  output: \${4:Unexpected outbound connection} | connection=%fd.name command=%proc.cmdline user=%user.name container=%container.name image=%container.image.repository
  priority: \${5|NOTICE,WARNING,ERROR,CRITICAL|}
  tags: [container, network, mitre_command_and_control, T1571]
`,
  },
  {
    label: 'Kubernetes audit event',
    detail: 'Somebody does something through the Kubernetes API; needs the plugin k8saudit.',
    body: `- required_plugin_versions:
  - name: k8saudit
    version: 0.7.0

- rule: \${1:Command Run in Pod}
  desc: \${2:Somebody ran a command in a pod or attached to it.}
  source: k8s_audit
  condition: >
    ka.verb in (create, get)
    and ka.target.resource = pods
    and ka.target.subresource in (\${3:exec, attach})
    and not ka.user.name in (\${4:"system:admin"})
  output: \${5:Command run in a pod} | user=%ka.user.name pod=%ka.target.name namespace=%ka.target.namespace action=%ka.target.subresource
  priority: \${6|NOTICE,WARNING,ERROR|}
  tags: [k8s, mitre_execution, T1609]
`,
  },
];
