import { describe, expect, it } from 'vitest';
import { kqlAnswers } from '../../../server/src/features/kql/answer.ts';
import { loadKusto } from '../../../server/src/kql/kusto/library.ts';
import { usualColumns } from '../../../server/src/kql/parser-function/columns.ts';
import { withCursor } from '../../support/marked-text.ts';

const answer = kqlAnswers(await loadKusto());
const parser = {
  transport: 'both',
  cefTable: 'CommonSecurityLog',
  syslogTable: 'FalcoSyslog_CL',
  columns: [...usualColumns, { name: 'team', labels: [], fields: ['team'] }],
} as const;

/** Code and marked text of each finding, with its level. */
const findings = (text: string) =>
  answer('diagnose', { text, parser }).map(
    ({ code, level, span }) => `${level} ${code} ${text.slice(span.start, span.end)}`,
  );

describe('what is wrong with a query', () => {
  it.each([
    ['the parser function', 'FalcoContainerSecurity | where command has "sh"'],
    ['the parser function, called', 'FalcoContainerSecurity() | where command has "sh"'],
    [
      'columns from settings and outputs',
      'FalcoContainerSecurity | project team, container_name, ClusterName',
    ],
    ['the tables of the workspace', 'FalcoSyslog_CL | union CommonSecurityLog, Syslog | count'],
    ['several queries', 'FalcoContainerSecurity | count\n\nSyslog | count\n'],
    ['a let', 'let shells = dynamic(["sh"]);\nFalcoContainerSecurity | where process in (shells)'],
    ['nothing', ''],
    ['a star in a text or comment', 'FalcoContainerSecurity | where command == "union *" // search *'],
    ['a star that counts', 'FalcoContainerSecurity | summarize n = 2 * count()'],
    ['a pattern of RE2', 'FalcoContainerSecurity | where command matches regex @"\\bsh\\b"'],
  ])('is nothing: %s', (_what, text) => {
    expect(findings(text)).toEqual([]);
  });

  it.each([
    ['FalcoContainerSecurity | where commandline == "sh"', ['error KS142 commandline']],
    ['FalcoContainerSecurty | count', ['error KS204 FalcoContainerSecurty']],
    ['let shells = print 1;\nshels | count', ['error KS204 shels']],
    ['SigninLogs | where UserPrincipalName == "x" | project Other', ['info kql-unknown-name SigninLogs']],
    ['_GetWatchlist("x") | count', ['info kql-unknown-name _GetWatchlist']],
    ['workspace("x").Syslog | take 1', ['info kql-unknown-name workspace']],
    ['print strlenn("x")', ['error KS211 strlenn']],
    [
      'FalcoContainerSecurity | project x\n\n// another one\nFalcoContainerSecurity | project y',
      ['error KS142 x', 'error KS142 y'],
    ],
    ['FalcoContainerSecurity | where command matches regex "a(?=b)"', ['error kql-regex "a(?=b)"']],
    ['union * | count', ['warning kql-every-table union *']],
    ['union isfuzzy=true * | count', ['warning kql-every-table union isfuzzy=true *']],
  ])('%s', (text, expected) => {
    expect(findings(text)).toEqual(expected);
  });

  it('is its length, at its first line, where no analytics rule could hold it', () => {
    const text = `FalcoContainerSecurity\n| where command in (${'"abcdefgh", '.repeat(900)}"x")`;
    expect(findings(text)).toEqual(['info kql-query-length FalcoContainerSecurity']);
  });

  it('is told of broken text at its place', () => {
    expect(findings('FalcoContainerSecurity | where (').length).toBeGreaterThan(0);
    expect(findings('|||'.repeat(50)).length).toBeGreaterThan(0);
  });
});

const proposed = (marked: string) => {
  const { text, cursor: offset } = withCursor(marked);
  return answer('complete', { text, offset, parser });
};

describe('what may stand in a query', () => {
  it.each([
    ['FalcoContainerSecurity | where <|>', ['file', 'command', 'team', 'TimeGenerated', 'strlen(string)']],
    ['FalcoContainerSecurity | where com<|>', ['command']],
    ['<|>', ['FalcoContainerSecurity()', 'FalcoSyslog_CL', 'CommonSecurityLog']],
    ['FalcoContainerSecurity | <|>', ['where', 'project', 'summarize']],
    ['let mine = FalcoContainerSecurity | project who = user;\nmine | where <|>', ['who']],
    ['FalcoContainerSecurity\n| whe<|>\n| project file', ['where']],
    ['print 1\n\nFalcoContainerSecurity | project file\n\nSyslog | where <|>', ['SyslogMessage']],
  ])('%s', (marked, expected) => {
    expect(proposed(marked).proposals.map(({ label }) => label)).toEqual(expect.arrayContaining(expected));
  });

  it('is not what an operator before has taken away', () => {
    const { proposals } = proposed('FalcoContainerSecurity | project file | where <|>');
    expect(proposals.map(({ label }) => label)).not.toContain('command');
  });

  it('replaces the word at the cursor', () => {
    expect(proposed('FalcoContainerSecurity | where com<|>').span).toEqual({ start: 31, end: 34 });
  });
});

const said = (marked: string) => {
  const { text, cursor: offset } = withCursor(marked);
  return answer('hover', { text, offset, parser })?.markdown;
};

describe('what is said of a place', () => {
  it.each([
    ['FalcoContainerSecurity | where co<|>mmand == ""', 'command: string'],
    [
      'FalcoContainerSecurity | where co<|>mmand == ""',
      'In rows of `FalcoContainerSecurity`: the value of `proc.cmdline`.',
    ],
    ['FalcoContainerSecurity | where fi<|>le == ""', '`fd.name`, else `fs.path.name`'],
    ['Falco<|>ContainerSecurity | count', 'The alerts of Falco in `CommonSecurityLog` and `FalcoSyslog_CL`'],
    ['Falco<|>ContainerSecurity | count', 'How a line of CEF lands is modelled on one field observation.'],
    ['Falco<|>Syslog_CL | count', 'FalcoSyslog_CL'],
    ['print str<|>len("a")', 'strlen(string): long'],
    ['print 1\n\nFalcoContainerSecurity | project com<|>mand', 'command: string'],
  ])('%s', (marked, expected) => {
    expect(said(marked)).toContain(expected);
  });

  it('is nothing where nothing stands', () => {
    expect(said('FalcoContainerSecurity\n\n<|>')).toBeUndefined();
  });

  it('keeps hostile names what they are', () => {
    const markdown = said(
      'FalcoContainerSecurity | extend ["```\\n[x](y)"] = 1 | project ["``<|>`\\n[x](y)"]',
    );
    expect(markdown ?? '````').toMatch(/^`{3,}/);
  });
});

describe('formatting', () => {
  const formatted = (text: string) => answer('format', { text, parser });

  it('is that of Kusto', () => {
    expect(formatted('FalcoContainerSecurity|where file=="x"|project file,command')).toBe(
      'FalcoContainerSecurity\n| where file == "x"\n| project file, command',
    );
  });

  it('changes nothing the second time, and keeps comments', () => {
    const once = formatted('// what it is\nFalcoContainerSecurity|where file=="x" // why\n|count');
    expect(once).toContain('// why');
    expect(formatted(once!)).toBe(once);
  });

  it('leaves a query alone that does not parse', () => {
    expect(formatted('FalcoContainerSecurity | where ((')).toBeNull();
  });
});

describe('queries of analytics rules', () => {
  it('have the columns and problems of their result', () => {
    const [sound, wrong] = answer('inspect', {
      queries: ['FalcoContainerSecurity | project file, who = user', 'FalcoContainerSecurity | where nix'],
      parser,
    });
    expect(sound).toEqual({ columns: ['file', 'who'], problems: [] });
    expect(wrong?.problems.map(({ code }) => code)).toEqual(['sentinel-query']);
  });
});

it('a query runs on rows', () => {
  const tables = { T: { columns: [{ name: 'n', type: 'long' }], rows: [[1], [2]] } };
  expect(answer('run', { query: 'T | where n > 1', tables, now: 0 })).toMatchObject({
    ok: true,
    rows: [[2]],
  });
});
