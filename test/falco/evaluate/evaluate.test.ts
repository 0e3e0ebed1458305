import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../server/src/falco/condition/parse.ts';
import type { Condition } from '../../../server/src/falco/condition/tree.ts';
import { compileCondition, type Mode } from '../../../server/src/falco/evaluate/evaluate.ts';
import { type EventValue, eventOf } from '../../../server/src/falco/evaluate/event.ts';
import { explain } from '../../../server/src/falco/evaluate/explain.ts';
import { createFieldTables } from '../../../server/src/falco/tables/fields.ts';

const tables = createFieldTables(['container', 'k8saudit']);
const syscall = tables.forSource('syscall')!;
const audit = tables.forSource('k8s_audit')!;

type Values = Record<string, EventValue>;

/** The verdict on a condition, on live events unless told otherwise. */
function verdict(text: string, values: Values, mode: Mode = 'engine', fields = syscall): unknown {
  const { tree, problems } = parseCondition(text);
  expect(problems, text).toEqual([]);
  return compileCondition(tree, fields, mode).evaluate(eventOf(values));
}

function replay(text: string, values: Values): unknown {
  return verdict(text, values, 'replay');
}

describe('string operators', () => {
  it.each<[string, string, boolean]>([
    ['proc.name = bash', 'bash', true],
    ['proc.name == bash', 'Bash', false],
    ['proc.name != bash', 'sh', true],
    ['proc.name contains as', 'bash', true],
    ['proc.name contains ""', 'bash', true],
    ['proc.name icontains AS', 'bash', true],
    ['proc.name icontains É', 'é', false],
    ['proc.name startswith ba', 'bash', true],
    ['proc.name endswith sh', 'bash', true],
    ['proc.name endswith bash2', 'bash', false],
    ['proc.name glob b?s*', 'bash', true],
    ['proc.name iglob B*', 'bash', true],
    ['proc.name regex "[a-z]{4}"', 'bash', true],
    ['proc.name regex as', 'bash', false],
    ['proc.name in (sh, bash)', 'bash', true],
    ['proc.name in ()', 'bash', false],
    ['proc.name intersects (sh, bash)', 'bash', true],
    ['fd.name pmatch (/etc, /usr)', '/etc/shadow', true],
    ['fd.name pmatch (/etc)', '/etcetera', false],
    ['proc.name < 5', '10', true],
    ['proc.name > 5', 'bash', true],
    ['proc.name exists', '', true],
    ['proc.name startswith anyof (x, ba)', 'bash', true],
    ['proc.name contains allof (ba, sh)', 'bash', true],
    ['proc.name contains allof (ba, x)', 'bash', false],
    ['proc.name = oneof (bash, sh)', 'bash', true],
    ['proc.name = oneof (bash, bash)', 'bash', false],
    ['proc.name != allof (sh, zsh)', 'bash', true],
    ['proc.name != anyof (bash, sh)', 'bash', true],
    ['proc.name regex anyof (x, b.*)', 'bash', true],
    ['proc.name glob oneof (b*, ba*)', 'bash', false],
  ])('%s on %j is %s', (text, value, expected) => {
    expect(verdict(text, { 'proc.name': value, 'fd.name': value })).toBe(expected);
  });

  it('looks at bytes before the first NUL, but sets at all of them', () => {
    const values = { 'proc.name': 'ba\0sh' };
    expect(verdict('proc.name = ba', values)).toBe(true);
    expect(verdict('proc.name in (ba)', values)).toBe(false);
    expect(verdict('proc.name = anyof (ba)', values)).toBe(false);
    expect(verdict('proc.name != allof (ba)', values)).toBe(true);
    expect(verdict('proc.name in (bash)', { 'proc.name': 'bash\0' })).toBe(true);
  });

  it('compares buffers with text and with hexadecimal bytes', () => {
    const values = { 'evt.buffer': 'GET /x' };
    expect(verdict('evt.buffer bstartswith 474554', values)).toBe(true);
    expect(verdict('evt.buffer bcontains 2f78', values)).toBe(true);
    expect(verdict('evt.buffer contains GET', values)).toBe(true);
    expect(verdict('evt.buffer endswith /x', values)).toBe(true);
    expect(verdict('evt.buffer in (GET)', values)).toBe(false);
    expect(verdict('evt.buffer != POST', values)).toBe(true);
  });
});

describe('numbers and booleans', () => {
  it.each<[string, string, EventValue, boolean]>([
    ['proc.pid > 1', 'proc.pid', 2, true],
    ['proc.pid >= 2', 'proc.pid', 2, true],
    ['proc.pid < 2', 'proc.pid', 2, false],
    ['proc.pid <= -1', 'proc.pid', -1, true],
    ['proc.pid in (1, 2)', 'proc.pid', 2, true],
    ['proc.pid = oneof (1, 2)', 'proc.pid', 2, true],
    ['proc.pid = 2', 'proc.pid', '2', true],
    ['evt.rawtime = 1700000000123456789', 'evt.rawtime', 1700000000123456789n, true],
    ['evt.rawtime = 1700000000123456788', 'evt.rawtime', 1700000000123456789n, false],
    ['evt.rawtime > 1700000000123456788', 'evt.rawtime', 1700000000123456789n, true],
    ['user.uid = -1', 'user.uid', 4294967295, true],
    ['user.loginuid = -1', 'user.loginuid', -1, true],
    ['user.loginuid = 4294967295', 'user.loginuid', -1, false],
    ['evt.failed = true', 'evt.failed', true, true],
    ['evt.failed != true', 'evt.failed', false, true],
    ['evt.failed in (true, false)', 'evt.failed', false, true],
    ['fd.sport = 22', 'fd.sport', 22, true],
    ['proc.fdusage > 50', 'proc.fdusage', 50.5, true],
  ])('%s with %s %s is %s', (text, field, value, expected) => {
    expect(verdict(text, { [field]: value })).toBe(expected);
  });
});

describe('addresses and networks', () => {
  it.each<[string, string, boolean]>([
    ['fd.sip = 10.0.0.1', '10.0.0.1', true],
    ['fd.sip != 10.0.0.1', '::1', true],
    ['fd.sip = ::1', '0:0:0:0:0:0:0:1', true],
    ['fd.sip in (10.0.0.1, ::1)', '::1', true],
    ['fd.snet = 10.0.0.0/8', '10.1.2.3', true],
    ['fd.snet = 10.1.2.128/25', '10.1.2.127', false],
    ['fd.snet != 10.0.0.0/8', '::1', true],
    ['fd.snet in (192.168.0.0/16, 10.0.0.0/8)', '10.1.2.3', true],
    ['fd.snet in (fe80::/10)', 'febf::1', true],
    ['fd.snet in (fe80::/10)', 'fec0::1', false],
    ['fd.snet = 0.0.0.0/0', '8.8.8.8', true],
  ])('%s with %s is %s', (text, value, expected) => {
    expect(verdict(text, { 'fd.sip': value, 'fd.snet': value })).toBe(expected);
  });

  it('compares both ends of a connection as the engine does', () => {
    const ends = {
      'fd.ip': ['10.0.0.1', '8.8.8.8'],
      'fd.port': [22, 4444],
      'fd.net': ['10.0.0.1', '8.8.8.8'],
    };
    expect(verdict('fd.ip = 8.8.8.8', ends)).toBe(true);
    expect(verdict('fd.ip != 8.8.8.8', ends)).toBe(false);
    expect(verdict('fd.ip != 1.1.1.1', ends)).toBe(true);
    expect(verdict('fd.port in (22)', ends)).toBe(true);
    expect(verdict('fd.port != 22', ends)).toBe(false);
    expect(verdict('fd.net = 10.0.0.0/8', ends)).toBe(true);
    expect(verdict('fd.net != 10.0.0.0/8', ends)).toBe(false);
  });

  it('follows the fields whose values the engine loses', () => {
    const values = {
      'fd.ip': '8.8.8.8',
      'proc.apid': [1, 7],
      'fd.net': '10.0.0.1',
      'proc.aname': ['sh', 'sshd'],
    };
    expect(verdict('fd.ip in (8.8.8.8)', values)).toBe(false);
    expect(verdict('proc.apid in (7)', values)).toBe(false);
    expect(verdict('proc.apid = 7', values)).toBe(true);
    expect(verdict('fd.net in (192.168.0.0/16, 10.0.0.0/8)', values)).toBe(false);
    expect(verdict('proc.aname = anyof (x, sshd)', values)).toBe(false);
    expect(verdict('proc.aname in (x, sshd)', values)).toBe(true);
  });
});

describe('several values', () => {
  it('takes a field of ancestors for any of them', () => {
    const values = { 'proc.aname': ['sh', 'sshd'] };
    expect(verdict('proc.aname = sshd', values)).toBe(true);
    expect(verdict('proc.aname != sshd', values)).toBe(true);
    expect(verdict('not proc.aname = bash', values)).toBe(true);
  });

  it.each<[string, EventValue, boolean]>([
    ['ka.req.pod.containers.image in (nginx, redis)', ['nginx', 'redis'], true],
    ['ka.req.pod.containers.image in (nginx)', ['nginx', 'redis'], false],
    ['ka.req.pod.containers.image intersects (nginx)', ['nginx', 'redis'], true],
    ['ka.req.pod.containers.image intersects (x)', ['nginx'], false],
    ['ka.req.pod.containers.image in (nginx)', 'nginx', true],
    ['ka.req.pod.containers.image in (nginx, redis)', '(nginx,redis)', true],
    ['ka.req.pod.containers.image exists', [], false],
    ['len(ka.req.pod.containers.image) = 2', ['nginx', 'redis'], true],
    ['join("-", ka.req.pod.containers.image) = nginx-redis', ['nginx', 'redis'], true],
    // A transformer leaves a NUL behind each string, and list operators count it in.
    ['toupper(ka.req.pod.containers.image) in (NGINX)', ['nginx'], false],
  ])('%s on %j is %s', (text, value, expected) => {
    expect(verdict(text, { 'ka.req.pod.containers.image': value }, 'engine', audit)).toBe(expected);
  });
});

describe('transformers', () => {
  const values = {
    'proc.name': 'Bash',
    'proc.pname': 'bash',
    'proc.exepath': '/usr/bin/bash',
    'proc.cmdline': 'YmFzaA==',
    'proc.pid': 42,
    'user.uid': 65,
    'user.name': 'é',
  };

  it.each<[string, boolean]>([
    ['tolower(proc.name) = bash', true],
    ['toupper(proc.name) = BASH', true],
    ['b64(proc.cmdline) = bash', true],
    ['b64(proc.name) = x', false],
    ['b64(user.name) exists', false],
    ['basename(proc.exepath) = bash', true],
    ['toupper(basename(proc.exepath)) = BASH', true],
    ['len(proc.name) = 4', true],
    ['len(user.name) = 2', true],
    ['len(tolower(proc.name)) = 4', true],
    ['concat(proc.name, "-", proc.pname) = Bash-bash', true],
    ['join(",", (proc.name, "x")) = "Bash,x"', true],
    ['join(",", (proc.pid, "x")) = "42,x"', true],
    // Memory of a 32-bit number is taken for text: 65 is an A.
    ['join(",", (user.uid, "x")) = "A,x"', true],
    ['concat(proc.name, proc.args) = Bash', false],
    ['proc.pname = tolower(proc.name)', true],
    ['proc.pname = val(proc.name)', false],
    ['tolower(proc.name) = tolower(proc.pname)', true],
    ['tolower(proc.name) in (bash)', true],
    ['len(proc.name) = len(proc.pname)', true],
    ['getopt(("-n", "-t", "x"), "nt:") intersects (x)', true],
    ['getopt(("-n", "-t", "x"), "nt:")[t] = x', true],
    ['getopt(("-n"), "nt:")[t] = x', false],
    ['getopt(("x"), "n") in (y)', true],
    // The engine's len takes that list for its first value.
    ['len(getopt(("-n", "-t", "abc"), "nt:")) = 1', true],
  ])('%s is %s', (text, expected) => {
    expect(verdict(text, values)).toBe(expected);
  });
});

describe('fields without a value', () => {
  it('makes every check false in the engine', () => {
    expect(verdict('proc.name != bash', {})).toBe(false);
    expect(verdict('not proc.name = bash', {})).toBe(true);
    expect(verdict('proc.name exists', {})).toBe(false);
    expect(verdict('proc.name = val(proc.pname)', { 'proc.name': 'a' })).toBe(false);
  });

  it('knows in a replay that null is no value', () => {
    expect(replay('proc.name != bash', { 'proc.name': null })).toBe(false);
    expect(replay('proc.name exists', { 'proc.name': null })).toBe(false);
    expect(replay('proc.name = val(proc.pname)', { 'proc.name': null })).toBe(false);
    expect(replay('proc.name = val(proc.pname)', { 'proc.pname': null })).toBe(false);
    expect(replay('concat(proc.name, proc.pname) = x', { 'proc.pname': null })).toBe(false);
  });
});

describe('replay', () => {
  it.each<[string, unknown]>([
    ['proc.pname = x', 'unknown'],
    ['not proc.pname = x', 'unknown'],
    ['proc.pname exists', 'unknown'],
    ['proc.name = bash and proc.pname = x', 'unknown'],
    ['proc.name = zsh and proc.pname = x', false],
    ['proc.name = bash or proc.pname = x', true],
    ['proc.name = zsh or proc.pname = x', 'unknown'],
    ['not (proc.name = bash or proc.pname = x)', false],
    ['tolower(proc.pname) = x', 'unknown'],
    ['proc.name = val(proc.pname)', 'unknown'],
    ['len(proc.pname) > 0', 'unknown'],
    ['join(",", (proc.name, proc.pname)) = x', 'unknown'],
    ['fd.sip = 1.1.1.1', 'unknown'],
    ['evt.num = 0', false],
    ['evt.num in (0)', false],
    ['evt.num < 1', false],
    ['evt.num >= 0', true],
    ['evt.num != 0', true],
    ['evt.num > 1', 'unknown'],
    ['evt.num = anyof (0)', 'unknown'],
  ])('%s is %s', (text, expected) => {
    expect(replay(text, { 'proc.name': 'bash', 'fd.sip': 'no address' })).toBe(expected);
  });

  it('names the fields that would decide', () => {
    const { tree } = parseCondition(
      '(proc.name = zsh and user.name = x) or (proc.name = bash and not concat(proc.pname, fd.name) = x) or fd.name = y',
    );
    const condition = compileCondition(tree, syscall, 'replay');
    expect(condition.missingFields(eventOf({ 'proc.name': 'bash' }))).toEqual(['proc.pname', 'fd.name']);
    expect(condition.missingFields(eventOf({ 'proc.name': 'bash', 'fd.name': 'y' }))).toEqual([]);
  });

  it('takes a transformer that was recorded itself', () => {
    expect(replay('toupper(proc.pname) = BASH', { 'toupper(proc.pname)': 'BASH' })).toBe(true);
    expect(replay('len(proc.pname) > 4', { 'len(proc.pname)': 4 })).toBe(false);
    expect(verdict('toupper(proc.pname) = BASH', { 'toupper(proc.pname)': 'BASH' })).toBe(false);
  });

  it('looks at own properties of an event only', () => {
    expect(eventOf({}).value('constructor')).toBeUndefined();
  });
});

describe('what cannot be evaluated', () => {
  it.each(['proc.pid = x', 'proc.name regex "("', 'fd.sip = x', 'some_macro', 'proc.name = '])(
    '%s is unknown in both modes',
    (text) => {
      const { tree } = parseCondition(text);
      for (const mode of ['engine', 'replay'] as const) {
        expect(compileCondition(tree, syscall, mode).evaluate(eventOf({ 'proc.pid': 1 }))).toBe('unknown');
      }
    },
  );

  it('resolves macros by their expansion', () => {
    const { tree } = parseCondition('not shell');
    const expansion = parseCondition('proc.name in (sh, bash)').tree;
    const resolved = withExpansion(tree, expansion);
    expect(compileCondition(resolved, syscall, 'engine').evaluate(eventOf({ 'proc.name': 'sh' }))).toBe(
      false,
    );
  });

  it('gives up on trees beyond all limits', () => {
    let tree: Condition = parseCondition('proc.name = a').tree;
    const span = { start: 0, end: 0 };
    for (let i = 0; i < 40; i++) tree = { kind: 'or', span, operands: [tree, tree] };
    expect(compileCondition(tree, syscall, 'replay').evaluate(eventOf({}))).toBe('unknown');
    for (let i = 0; i < 20_000; i++) tree = { kind: 'not', span, operand: tree };
    expect(compileCondition(tree, syscall, 'replay').evaluate(eventOf({}))).toBe('unknown');
  });

  it('evaluates and explains trees up to the limit', () => {
    const check = parseCondition('proc.name = a').tree;
    const { span } = check;
    let tree = check;
    for (let i = 0; i < 700; i++) {
      tree = { kind: 'and', span, operands: [check, { kind: 'not', span, operand: tree }] };
    }
    const condition = compileCondition(tree, syscall, 'replay');
    expect(condition.evaluate(eventOf({ 'proc.name': 'a' }))).toBe(true);
    expect(explain(condition, eventOf({ 'proc.name': 'a' })).verdict).toBe(true);
    expect(condition.missingFields(eventOf({}))).toEqual(['proc.name']);
  });
});

function withExpansion(tree: Condition, expansion: Condition): Condition {
  if (tree.kind === 'not') return { ...tree, operand: withExpansion(tree.operand, expansion) };
  return tree.kind === 'macro' ? { ...tree, expansion } : tree;
}
