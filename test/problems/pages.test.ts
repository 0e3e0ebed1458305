import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../server/src/falco/condition/parse.ts';
import { finding, type ProblemCode, problemKinds } from '../../server/src/falco/problems/index.ts';
import { wazuhProblems } from '../../server/src/falco/problems/wazuh.ts';
import { examplesOf, filesOf, findingsIn, pageCodes, pageText, snapshotOf } from './example.ts';

/** All codes but those of the queries and of Sentinel, which have tests of their own. */
const codes = Object.keys(problemKinds).filter((code) => !/^(?:kql|sentinel)-/.test(code));

/** The codes whose examples are Falco rules; for the others see wazuh-pages.test.ts. */
const ofFalcoRules = codes.filter((code) => !(code in wazuhProblems));

/** Codes without an example that fires: why, and a proof that there is such a problem. */
const withoutExample: Readonly<Record<string, { readonly why: string; readonly message: () => string }>> = {
  'unreadable-file': {
    why: 'no text of a file gives it',
    message: () => finding('unreadable-file', { start: 0, end: 0 }, ['there is no such file']).message,
  },
  'condition-empty': {
    why: 'in a file the empty value is found before',
    message: () =>
      `${parseCondition('').problems[0]?.kind}: ${finding('condition-empty', { start: 0, end: 0 }, []).message}`,
  },
  'condition-too-deep': {
    why: 'it takes a thousand brackets',
    message: () => messageIn('condition-too-deep', deepMacro()),
  },
  'macro-too-large': {
    why: 'it takes many macros',
    message: () => messageIn('macro-too-large', doublingMacros()),
  },
};

function messageIn(code: ProblemCode, yaml: string): string {
  const found = findingsIn(snapshotOf({ yaml, plugins: [] }));
  return found.find(({ finding: each }) => each.code === code)?.finding.message ?? '';
}

function deepMacro(): string {
  return `- macro: deep\n  condition: ${'('.repeat(1100)}evt.type = open${')'.repeat(1100)}\n`;
}

function doublingMacros(): string {
  const doubled = Array.from({ length: 40 }, (_, i) => `- macro: m${i + 1}\n  condition: (m${i} or m${i})\n`);
  return `- macro: m0\n  condition: proc.name = a\n${doubled.join('')}`;
}

/** Codes whose engine message is our wording of what the engine does: it crashes, or quotes its YAML reader. */
const notQuoted = ['exception-replace-crash', 'yaml-syntax'];

describe('pages of problems', () => {
  it('every code has a page', () => {
    expect(codes.filter((code) => !pageCodes().includes(code))).toEqual([]);
  });

  it('every page has a code', () => {
    expect(pageCodes().filter((code) => !Object.hasOwn(problemKinds, code))).toEqual([]);
  });

  it('the list of the pages is up to date', () => {
    const { status, stderr } = spawnSync(process.execPath, ['tools/problem-pages.mjs', '--check'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(Object.entries(withoutExample))('%s has no example, but occurs', (_code, { message }) => {
    expect(message()).toMatch(/\w.*\.$/);
  });

  describe.each(pageCodes().filter((code) => ofFalcoRules.includes(code)))('%s', (code) => {
    const page = pageText(code);
    const { level } = problemKinds[code as ProblemCode];
    const examples = examplesOf(page);
    const found = examples.map((example) =>
      findingsIn(snapshotOf(example)).filter(({ finding: { code: each } }) => each === code),
    );

    it('says its name and its level', () => {
      expect(page.split('\n').slice(0, 3)).toEqual([
        `# ${code}`,
        '',
        expect.stringContaining(`Level: ${level} ·`),
      ]);
    });

    it('has an example that fires and one that stays silent', () => {
      expect(examples.some(({ fires }) => fires)).toBe(!Object.hasOwn(withoutExample, code));
      expect(examples.some(({ fires }) => !fires)).toBe(true);
    });

    it('fires where it says so, on characters of the file, and stays silent where it says so', () => {
      for (const [i, { fires, yaml }] of examples.entries()) {
        expect(found[i]!.length > 0, yaml).toBe(fires);
        for (const { file, finding: each } of found[i]!) {
          const text = filesOf(yaml).find(([path]) => file.endsWith(`/${path}`))![1];
          expect(each.span.end).toBeLessThanOrEqual(text.length);
          expect(each.message).not.toMatch(/undefined|\[object/);
        }
      }
    });

    it('quotes its message and that of the engine', () => {
      const first = found.flat()[0]?.finding;
      if (first === undefined) return;
      expect(page).toContain(`\n> ${first.message}\n`);
      const engine = code === 'exception-replace-crash' ? undefined : first.engine;
      expect(/`(LOAD_[A-Z_]+)`/.exec(page)?.[1]).toBe(engine?.code);
      const quoted = /^Falco says: `(.*)`$/m.exec(page)?.[1];
      expect(quoted ?? '').toBe(notQuoted.includes(code) ? '' : (engine?.message ?? ''));
    });
  });
});
