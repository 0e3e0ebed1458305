import { describe, expect, it } from 'vitest';
import type { FileVerdict } from '../../server/src/falco/installed/read-load-results.ts';
import { compareVerdicts, printComparison } from '../../server/src/features/compare-verdicts.ts';
import { verify } from '../../server/src/features/verify.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const ok: FileVerdict = { successful: true, warnings: [] };
const invalid = (code: string, message = 'm'): FileVerdict => ({
  successful: false,
  error: { code, message },
  warnings: [],
});
const warned = (...messages: string[]): FileVerdict => ({
  successful: true,
  warnings: messages.map((message) => ({ code: 'LOAD_UNUSED_LIST', message })),
});

const compareOne = (falco: FileVerdict, ours: FileVerdict) =>
  compareVerdicts(['a.yaml'], [falco], [ours])[0]!;

describe('verdicts', () => {
  it.each([
    ['both take the file', ok, ok, true],
    ['both refuse it for the same reason', invalid('A'), invalid('A', 'other words'), true],
    ['both refuse it for different reasons', invalid('A'), invalid('B'), false],
    ['only Falco refuses it', invalid('A'), ok, false],
    ['only we refuse it', ok, invalid('A'), false],
    ['only warnings differ', warned('x'), ok, true],
  ])('%s', (_, falco, ours, agree) => {
    expect(compareOne(falco, ours).agree).toBe(agree);
  });

  it('name the warnings that only one gives, each as often as it is missing', () => {
    const { onlyFalco, onlyOurs } = compareOne(warned('x', 'x', 'y'), warned('y', 'x', 'z'));
    expect(onlyFalco.map(({ message }) => message)).toEqual(['x']);
    expect(onlyOurs.map(({ message }) => message)).toEqual(['z']);
  });
});

describe('the printed comparison', () => {
  it('stands both verdicts side by side', () => {
    const compared = compareVerdicts(
      ['a.yaml', 'b.yaml'],
      [invalid('LOAD_ERR_VALIDATE', 'no\n macro'), ok],
      [ok, warned('x')],
    );
    expect(printComparison(compared, { falco: '0.44.0', engine: '0.63.0' })).toBe(
      `Falco 0.44.0 (engine 0.63.0) and Falco Rule Workbench: different verdicts on 1 of 2 files.

a.yaml: differ
  Falco:     LOAD_ERR_VALIDATE: no macro
  Workbench: ok

b.yaml: agree
  Falco:     ok
  Workbench: ok
  Only Workbench warns: LOAD_UNUSED_LIST: x
`,
    );
  });

  it('says so where all is the same', () => {
    expect(printComparison([compareOne(ok, ok)])).toMatch(
      /^Falco and Falco Rule Workbench: the same verdict on 1 file\.\n/,
    );
  });
});

const unknownMacro = `- rule: R
  desc: d
  condition: evt.type = open and no_such_macro
  output: o
  priority: INFO
`;

describe('verifying', () => {
  function workspaceOf(files: Readonly<Record<string, string>>): Workspace {
    const workspace = new Workspace();
    for (const [uri, text] of Object.entries(files)) workspace.setFile(uri, text);
    return workspace;
  }
  const printing = (output: string, errors = '') => ({
    validate: async () => ({ ok: true, value: { output, errors, status: 1 } }) as const,
  });

  it('hands over the files in load order, and compares what Falco says with our own load', async () => {
    const workspace = workspaceOf({
      'file:///b.yaml': unknownMacro,
      'file:///a.yaml': '- list: l\n  items: []\n',
    });
    const handed: string[] = [];
    const verified = await verify(workspace.snapshot(), {
      validate: async (files) => {
        handed.push(...files.map(({ name }) => name));
        return printing(
          JSON.stringify({ falco_load_results: [{ successful: true }, { successful: true }] }),
        ).validate();
      },
    });
    expect(handed).toEqual(['file:///a.yaml', 'file:///b.yaml']);
    expect(verified).toMatchObject({
      ok: true,
      value: [
        { agree: true, onlyOurs: [{ code: 'LOAD_UNUSED_LIST' }] },
        { agree: false, ours: { successful: false, error: { code: 'LOAD_ERR_VALIDATE' } } },
      ],
    });
  });

  it('says why there is no comparison', async () => {
    const snapshot = workspaceOf({ 'file:///b.yaml': unknownMacro }).snapshot();
    expect(await verify(snapshot, printing('', 'a\nError: no falco.yaml\n'))).toEqual({
      ok: false,
      problem: 'It printed no load results. It says: "Error: no falco.yaml".',
    });
    expect(await verify(new Workspace().snapshot(), printing(''))).toMatchObject({ ok: false });
  });
});
