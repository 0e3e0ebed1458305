import { describe, expect, it } from 'vitest';
import { type Fields, generated } from './generated.ts';

/** Alerts for which a condition holds, and alerts for which it does not. */
const cases: readonly (readonly [where: string, yes: readonly Fields[], no: readonly Fields[]])[] = [
  [
    'proc.name = sh',
    [{ 'proc.name': 'sh' }],
    [{ 'proc.name': 'SH' }, { 'proc.name': 'sh\n' }, {}, { 'proc.name': null }],
  ],
  ['proc.name = null', [{ 'proc.name': 'null' }], [{ 'proc.name': null }, {}]],
  ['not proc.name = sh', [{}, { 'proc.name': null }, { 'proc.name': 'bash' }], [{ 'proc.name': 'sh' }]],
  [
    'proc.name != sh',
    [{ 'proc.name': 'bash' }, { 'proc.name': 'null' }],
    [{}, { 'proc.name': null }, { 'proc.name': 'sh' }],
  ],
  ['not proc.name != sh', [{}, { 'proc.name': null }, { 'proc.name': 'sh' }], [{ 'proc.name': 'bash' }]],
  ['proc.name exists', [{ 'proc.name': '' }, { 'proc.name': 'null' }], [{}, { 'proc.name': null }]],
  ['not proc.name exists', [{}, { 'proc.name': null }], [{ 'proc.name': '' }]],
  ['proc.name in (a, "b c")', [{ 'proc.name': 'b c' }], [{ 'proc.name': 'b' }]],
  [
    'proc.cmdline contains "<&\\"$(rule)"',
    [{ 'proc.cmdline': 'x<&"$(rule)y' }],
    [{ 'proc.cmdline': '<&$(rule)' }],
  ],
  [
    'not proc.cmdline contains "\\"a"',
    [{ 'proc.cmdline': '\\a' }],
    [{ 'proc.cmdline': '\\"a' }, { 'proc.cmdline': '"a' }],
  ],
  ['proc.cmdline icontains PASSWD', [{ 'proc.cmdline': '/etc/PassWd' }], [{ 'proc.cmdline': 'passw' }]],
  ['proc.cmdline startswith "-c "', [{ 'proc.cmdline': '-c x' }], [{ 'proc.cmdline': ' -c x' }]],
  ['proc.cmdline endswith "é"', [{ 'proc.cmdline': 'caf\u00e9' }], [{ 'proc.cmdline': 'caf\u00e9s' }]],
  // The line has control characters as `\u0001`, whose digits are none of the text.
  ['not proc.cmdline endswith "1"', [{ 'proc.cmdline': 'a\u0001' }, {}], [{ 'proc.cmdline': '\u00011' }]],
  ['not proc.cmdline contains "00"', [{ 'proc.cmdline': '\u0001' }], [{ 'proc.cmdline': '\u000100' }]],
  ['not fd.name glob "*[a-f]"', [{ 'fd.name': '/x\u001f' }], [{ 'fd.name': '/\u001ff' }]],
  ['not fd.name regex "^.*u0.*$"', [{ 'fd.name': '\u0001' }], [{ 'fd.name': '\u0001u0' }]],
  ['proc.cmdline startswith anyof (a, b)', [{ 'proc.cmdline': 'bc' }], [{ 'proc.cmdline': 'cb' }]],
  ['proc.cmdline contains allof (a, b)', [{ 'proc.cmdline': 'ba' }], [{ 'proc.cmdline': 'b' }]],
  [
    'proc.cmdline contains oneof (a, b)',
    [{ 'proc.cmdline': 'bb' }],
    [{ 'proc.cmdline': 'ba' }, { 'proc.cmdline': 'c' }, {}],
  ],
  [
    'fd.name glob "/tmp/*.s[!o]"',
    [{ 'fd.name': '/tmp/a/b.sh' }],
    [{ 'fd.name': '/tmp/a.so' }, { 'fd.name': '/tmp/a.sh\n' }],
  ],
  ['fd.name iglob "/TMP/?"', [{ 'fd.name': '/tmp/x' }], [{ 'fd.name': '/tmp/xy' }]],
  [
    'fd.name regex "^/proc/[0-9]+/.+$"',
    [{ 'fd.name': '/proc/12/x' }, { 'fd.name': '/proc/1/\u00e9' }],
    [{ 'fd.name': '/proc/1/' }, { 'fd.name': '/proc/1/\n' }],
  ],
  [
    'fd.name pmatch (/etc, /var/*/log)',
    [{ 'fd.name': '/etc/x' }, { 'fd.name': '//etc/' }, { 'fd.name': '/var/a/log/b' }],
    [{ 'fd.name': '/etcx' }, { 'fd.name': '/var/log' }, { 'fd.name': '/var/a/b/log' }],
  ],
  ['proc.pid = 5', [{ 'proc.pid': 5 }], [{ 'proc.pid': 55 }, { 'proc.pid': -5 }, {}]],
  [
    'proc.pid > 99',
    [{ 'proc.pid': 100 }, { 'proc.pid': 3000000000 }, { 'proc.pid': 1757414497893812358n }],
    [{ 'proc.pid': 99 }, { 'proc.pid': -100 }],
  ],
  [
    'not proc.pid > 99',
    [{ 'proc.pid': 99 }, {}, { 'proc.pid': null }],
    [{ 'proc.pid': 100 }, { 'proc.pid': 1757414497893812358n }, { 'proc.pid': 10n ** 15n }],
  ],
  ['proc.pid <= -3', [{ 'proc.pid': -3 }, { 'proc.pid': -30 }], [{ 'proc.pid': -2 }, { 'proc.pid': 3 }]],
  ['user.uid = 4294967295', [{ 'user.uid': 4294967295 }], [{ 'user.uid': 4294967294 }]],
  ['user.uid != 0', [{ 'user.uid': 1 }], [{ 'user.uid': 0 }, {}]],
  ['fd.sport in (80, 443)', [{ 'fd.sport': 443 }], [{ 'fd.sport': 8080 }]],
  ['evt.is_open_read = true', [{ 'evt.is_open_read': true }], [{ 'evt.is_open_read': false }, {}]],
  ['fd.sip = "10.0.0.1"', [{ 'fd.sip': '10.0.0.1' }], [{ 'fd.sip': '10.0.0.11' }, { 'fd.sip': '10a0.0.1' }]],
  ['fd.sip = "2001:DB8:0:0:0:0:0:1"', [{ 'fd.sip': '2001:db8::1' }], [{ 'fd.sip': '2001:db8::2' }]],
  [
    'fd.snet = "10.1.0.0/20"',
    [{ 'fd.snet': '10.1.15.255' }],
    [{ 'fd.snet': '10.1.16.0' }, { 'fd.snet': '10.10.0.0' }],
  ],
  ['tolower(proc.name) = sh', [{ 'proc.name': 'Sh' }], [{ 'proc.name': 'bash' }]],
  ['tolower(proc.name) = SH', [], [{ 'proc.name': 'SH' }]],
  [
    'toupper(basename(fd.name)) startswith A',
    [{ 'fd.name': '/x/ab' }, { 'fd.name': 'a' }],
    [{ 'fd.name': '/a/b' }],
  ],
  [
    'len(proc.name) > 3',
    [{ 'proc.name': 'bash' }, { 'proc.name': '\u00e9\u00e9' }],
    [{ 'proc.name': 'zsh' }, {}],
  ],
  [
    'tolower(user.name) = root',
    [{ 'tolower(user.name)': 'root' }],
    [{ 'tolower(user.name)': 'Root' }, { 'user.name': 'root' }],
  ],
  ['proc.aname[2] = sshd', [{ 'proc.aname[2]': 'sshd' }], [{ 'proc.aname[3]': 'sshd' }]],
  [
    'proc.name = a or user.uid = 1',
    [{ 'proc.name': 'a' }, { 'user.uid': 1 }],
    [{ 'proc.name': 'b', 'user.uid': 2 }],
  ],
  ['not (proc.name = a and user.uid = 1)', [{ 'proc.name': 'a' }, {}], [{ 'proc.name': 'a', 'user.uid': 1 }]],
  [
    'not (proc.name = a or user.uid = 1)',
    [{ 'proc.name': 'b' }, {}],
    [{ 'proc.name': 'a' }, { 'user.uid': 1 }],
  ],
];

describe.each(['sturdy', 'recipe'] as const)('a condition in Wazuh rules (%s)', (profile) => {
  it.each(cases)('%s', (where, yes, no) => {
    const { fires, problems } = generated(`'${where.replaceAll("'", "''")}'`, 'R', profile);
    expect(problems).toEqual([]);
    expect(yes.filter((fields) => fires(fields) !== true)).toEqual([]);
    expect(no.filter((fields) => fires(fields) !== false)).toEqual([]);
  });
});

describe('lists in Wazuh rules', () => {
  const images = (...list: string[]): Fields => ({ 'ka.req.pod.containers.image': list });
  it.each([
    [
      'ka.req.pod.containers.image in (a, b)',
      [images('a'), images('b', 'a')],
      [images('a', 'c'), images(), {}],
    ],
    [
      'ka.req.pod.containers.image intersects (a, b)',
      [images('c', 'a'), images('b')],
      [images('c'), images('x"a"'), {}],
    ],
    [
      'not ka.req.pod.containers.image intersects (a)',
      [images('c'), {}, images('", "a", "')],
      [images('c', 'a')],
    ],
    [
      'ka.req.pod.containers.image exists',
      [images('c')],
      [{}, images(), { 'ka.req.pod.containers.image': null }],
    ],
    ['not ka.req.pod.containers.image exists', [{}, images()], [images('c')]],
  ] as const)('%s', (where, yes, no) => {
    const { fires, problems } = generated(where, 'Requests');
    expect(problems).toEqual([]);
    expect((yes as readonly Fields[]).filter((fields) => fires(fields) !== true)).toEqual([]);
    expect((no as readonly Fields[]).filter((fields) => fires(fields) !== false)).toEqual([]);
  });
});

describe('what Wazuh cannot say', () => {
  it.each([
    ['proc.name = val(proc.cmdline)', 'wazuh-cannot-express proc.name = val(proc.cmdline)'],
    ['b64(proc.name) = a and proc.pid = 1', 'wazuh-cannot-express b64(proc.name) = a'],
    ['proc.pid = 1757414497893812358', 'wazuh-cannot-express proc.pid = 1757414497893812358'],
    ['evt.buffer contains a', 'wazuh-cannot-express evt.buffer contains a'],
    ['fd.name regex "a(^b|c)"', 'wazuh-cannot-express fd.name regex "a(^b|c)"'],
    ['fd.snet = "2001:db8::/32"', 'wazuh-cannot-express fd.snet = "2001:db8::/32"'],
    [
      `(${[1, 2, 3, 4, 5, 6, 7].map((n) => `(proc.name = a${n} or proc.pid = ${n})`).join(' and ')})`,
      'wazuh-where-too-large ',
    ],
  ])('%s', (where, expected) => {
    const { problems } = generated(`'${where}'`);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.startsWith(expected)).toBe(true);
  });
});

it('writes what is readable', () => {
  const { xml } = generated(
    "proc.name in (sh, bash) and not proc.cmdline contains ' -c ' and not user.uid = 0",
  );
  expect(xml).toContain('<field name="output_fields.proc.name" type="pcre2">^(?:sh|bash)\\z</field>');
  expect(xml).toContain('<match type="pcre2" negate="yes">');
});
