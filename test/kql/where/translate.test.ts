import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../server/src/falco/condition/parse.ts';
import { usualColumns } from '../../../server/src/kql/parser-function/columns.ts';
import { printExpression } from '../../../server/src/kql/where/print.ts';
import type { WhereOptions } from '../../../server/src/kql/where/source.ts';
import { translateWhere } from '../../../server/src/kql/where/translate.ts';
import { table } from './random-where.ts';

function translate(where: string, options: Partial<WhereOptions> = {}) {
  const { tree } = parseCondition(where);
  return translateWhere(tree, { fields: table, transport: 'json', columns: usualColumns, ...options });
}

/** The KQL of a condition over JSON, or the codes of what stands in the way. */
function kql(where: string, options: Partial<WhereOptions> = {}): string {
  const { expression, problems } = translate(where, options);
  return expression ? printExpression(expression) : problems.map(({ code }) => code).join(' ');
}

describe('a condition in KQL', () => {
  it.each([
    // A column stands for its field where empty texts and <NA> fail the test.
    ['proc.name = bash', 'process == "bash"'],
    [
      'proc.name != bash',
      'isnotnull(outputfields["proc.name"]) and tostring(outputfields["proc.name"]) != "bash"',
    ],
    ['not proc.name = bash', 'not(process == "bash")'],
    ['proc.cmdline contains "-e /bin"', 'cmdline contains_cs "-e /bin"'],
    ['proc.name = ""', 'isnotnull(outputfields["proc.name"]) and tostring(outputfields["proc.name"]) == ""'],
    // The column `file` stands for several fields.
    ['fd.name startswith /etc', 'tostring(outputfields["fd.name"]) startswith_cs "/etc"'],
    ['proc.aname[2] = sh', 'tostring(outputfields["proc.aname[2]"]) == "sh"'],
    // Case: ASCII only.
    ['proc.name icontains Loud', 'process contains "Loud"'],
    ['proc.name icontains 42', 'process contains_cs "42"'],
    [
      'proc.name icontains Bash',
      'translate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", process) contains_cs "bash"',
    ],
    // Sets and quantifiers.
    ['proc.name in (sh, bash)', 'process in ("sh", "bash")'],
    ['proc.name in (sh)', 'process == "sh"'],
    ['proc.name startswith anyof (a, b)', 'process startswith_cs "a" or process startswith_cs "b"'],
    [
      'proc.name contains oneof (a, b)',
      'toint(process contains_cs "a") + toint(process contains_cs "b") == 1',
    ],
    // Patterns.
    ['proc.name glob "ba*"', 'process startswith_cs "ba"'],
    ['proc.name glob "*ba*"', 'process contains_cs "ba"'],
    ['proc.name glob "b?t"', 'process matches regex @"(?s)\\Ab[\\x00-\\x7f]t\\z"'],
    ['proc.name iglob "a.*"', 'process matches regex @"(?s)\\A[aA]\\..*\\z"'],
    ['proc.name regex "nc|bash[0-9]+"', 'process matches regex @"\\A(?:(?:nc|bash[0-9]+))\\z"'],
    [
      'fd.name pmatch (/etc, /usr/lib)',
      'tostring(outputfields["fd.name"]) matches regex @"(?s)\\A/*(?:etc|usr/+lib)(?:/|\\z)"',
    ],
    ['fd.name pmatch (/)', 'isnotnull(outputfields["fd.name"])'],
    // Numbers.
    ['proc.pid = 1', 'tolong(outputfields["proc.pid"]) == 1'],
    ['proc.pid in (1, 2)', 'tolong(outputfields["proc.pid"]) in (1, 2)'],
    ['not proc.pid > 1', 'not(coalesce(tolong(outputfields["proc.pid"]) > 1, false))'],
    ['evt.num > 5', 'toreal(outputfields["evt.num"]) > 5'],
    ['len(proc.name) > 5', 'string_size(tostring(outputfields["proc.name"])) > 5'],
    // Booleans, addresses, networks, lists.
    ['evt.is_open_read = true', 'tobool(outputfields["evt.is_open_read"]) == true'],
    ['fd.sip = 10.0.0.1', 'tostring(outputfields["fd.sip"]) == "10.0.0.1"'],
    [
      'fd.sip = ::1',
      'tostring(outputfields["fd.sip"]) contains_cs ":" and ipv6_is_match(tostring(outputfields["fd.sip"]), "::1")',
    ],
    ['my.net = 10.0.0.0/8', 'ipv4_is_in_range(tostring(outputfields["my.net"]), "10.0.0.0/8")'],
    [
      'my.words intersects (a, b)',
      'array_length(set_intersect(outputfields["my.words"], dynamic(["a", "b"]))) > 0',
    ],
    // Two fields, transformers.
    [
      'proc.name = val(proc.pname)',
      'isnotnull(outputfields["proc.name"]) and isnotnull(outputfields["proc.pname"]) and tostring(outputfields["proc.name"]) == tostring(outputfields["proc.pname"])',
    ],
    ['basename(fd.name) = x', 'tostring(split(tostring(outputfields["fd.name"]), "/")[-1]) == "x"'],
    // Brackets only where KQL needs them.
    ['proc.name = a and (user.name = b or user.name = c)', 'process == "a" and (user == "b" or user == "c")'],
    ['proc.name = a or user.name = b and user.name = c', 'process == "a" or user == "b" and user == "c"'],
    ['proc.name exists', 'isnotnull(outputfields["proc.name"])'],
  ])('%s', (where, expected) => {
    expect(kql(where)).toBe(expected);
  });

  it('reads the bag over CEF where a column reads labels', () => {
    expect(kql('proc.name = sh', { transport: 'both' })).toBe('tostring(outputfields["proc.name"]) == "sh"');
    expect(kql('proc.cmdline = sh', { transport: 'cef' })).toBe('cmdline == "sh"');
  });

  it('reads a transformer that the output prints under its own text', () => {
    const carried = new Set(['tolower(proc.name)']);
    expect(kql('tolower(proc.name) = sh', { carried })).toBe(
      'tostring(outputfields["tolower(proc.name)"]) == "sh"',
    );
  });
});

describe('what KQL or the transport cannot say', () => {
  it.each([
    ['proc.name = sh and <|proc.cmdline < 5|>', 'kql-cannot-express', {}],
    ['<|evt.num > 9007199254740993|>', 'kql-number-too-large', {}],
    ['proc.name = sh and <|fd.ip|> = 10.0.0.1', 'kql-field-not-in-alerts', {}],
    ['<|proc.aname|> = sh', 'kql-field-not-in-alerts', {}],
    ['<|my.words|> intersects (a)', 'kql-list-over-cef', { transport: 'cef' }],
    ['<|proc.name glob "?[!a]"|>', 'kql-cannot-express', {}],
    ['<|proc.name glob "??????"|>', 'kql-cannot-express', {}],
    ['<|evt.buffer bcontains ff|>', 'kql-cannot-express', {}],
    ['proc.name regex <|val(proc.pname)|>', 'kql-cannot-express', {}],
    ['<|proc.name = "\\xff"|>', 'kql-cannot-express', {}],
  ] as const)('%s', (marked, code, options) => {
    const where = marked.replaceAll(/<\||\|>/g, '');
    const { problems, expression } = translate(where, options);
    expect(expression).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]!.message).toMatch(/^[A-Z\d].*\w.*\.$/);
  });

  it('stands at the part that it is about', () => {
    const [problem] = translate('proc.name = sh and fd.ip = 10.0.0.1').problems;
    expect(problem?.span).toEqual({ start: 19, end: 24 });
  });

  it('is refused where there are too many checks', () => {
    const where = Array.from({ length: 1001 }, () => 'proc.name = sh').join(' or ');
    expect(translate(where).problems.map(({ code }) => code)).toEqual(['kql-where-too-large']);
  });

  it('says over CEF what can be forged', () => {
    const { problems } = translate('proc.name = sh', { transport: 'both' });
    expect(problems.map(({ code }) => code)).toEqual(['kql-cef-forgeable']);
    expect(translate('proc.name = sh').problems).toEqual([]);
  });
});
