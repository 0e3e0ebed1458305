import { describe, expect, it } from 'vitest';
import { Port } from '../../server/src/cli/engine/port.ts';
import { readLines } from '../../server/src/cli/engine/read-lines.ts';
import { servePort } from '../../server/src/cli/engine.ts';

const ask = (request: object | string) =>
  new Port(() => 0).answer(typeof request === 'string' ? request : JSON.stringify(request));

const rule = (name: string, condition: string) =>
  `- {rule: ${name}, desc: d, condition: '${condition}', output: o, priority: INFO}\n`;

describe('rules', () => {
  it('loads one text', async () => {
    expect(await ask({ rules: rule('r', 'evt.type = open'), conditions: true })).toMatchObject({
      ok: true,
      load_results: [{ successful: true, errors: [], warnings: [] }],
      conditions: { r: 'evt.type = open' },
    });
  });

  it('takes several texts as one load', async () => {
    const macro = '- {macro: m, condition: evt.type = open}\n';
    expect(await ask({ rules: [macro, rule('r', 'm')], conditions: true })).toMatchObject({
      ok: true,
      conditions: { r: 'evt.type = open' },
    });
  });

  it('says what fails in the words of the engine', async () => {
    expect(await ask({ rules: rule('r', 'nobody'), conditions: true })).toMatchObject({
      ok: false,
      load_results: [
        {
          successful: false,
          errors: [{ code: 'LOAD_ERR_VALIDATE', message: "Undefined macro 'nobody' used in filter." }],
        },
      ],
      conditions: {},
    });
  });

  it('tells the rules that events match, enabled or not', async () => {
    const rules = `${rule('a', 'proc.pid = 1')}${rule('b', 'proc.name = sh').replace('desc', 'enabled: false, desc')}`;
    const events = [{ 'proc.pid': 1 }, { 'proc.pid': 1, 'proc.name': 'sh' }, {}];
    expect(await ask({ rules, events })).toMatchObject({ matched: [['a'], ['a', 'b'], []] });
  });

  it('loses no digit of a 64-bit integer', async () => {
    const rules = JSON.stringify(rule('r', 'evt.rawtime.s = 9007199254740993'));
    const answer = (value: string) => ask(`{"rules":${rules},"events":[{"evt.rawtime.s":${value}}]}`);
    expect(await answer('9007199254740993')).toMatchObject({ matched: [['r']] });
    expect(await answer('9007199254740992')).toMatchObject({ matched: [[]] });
  });

  it('loads container alone unless told otherwise', async () => {
    const text = rule('r', 'container.name = x');
    expect(await ask({ rules: text })).toMatchObject({ ok: true });
    expect(await ask({ rules: text, plugins: [] })).toMatchObject({ ok: false });
  });

  it('serves another engine version', async () => {
    const rules = '- required_engine_version: 0.57.0\n';
    expect(await ask({ rules, engine: '0.31.0' })).toMatchObject({ ok: false });
    expect(await ask({ rules, engine: 'new' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('new'),
    });
  });
});

describe('condition', () => {
  it.each([
    ['proc.name = sh', { 'proc.name': 'sh' }, true],
    ['proc.name != sh', {}, false],
    ['not proc.name = sh', {}, true],
    ['container.id = host', { 'container.id': 'host' }, true],
  ])('%s on %j', async (condition, fields, result) => {
    expect(await ask({ condition, fields })).toEqual({ ok: true, result });
  });

  it('tells event types where asked', async () => {
    expect(await ask({ condition: 'evt.type = execve', fields: {}, evttypes: true })).toMatchObject({
      evttypes: ['execve'],
    });
  });

  it('uses the fields of the source', async () => {
    const request = { condition: 'ka.verb = get', fields: { 'ka.verb': 'get' } };
    expect(await ask({ ...request, source: 'k8s_audit' })).toEqual({ ok: true, result: true });
    expect(await ask(request)).toMatchObject({ ok: false, stage: 'compile' });
  });

  it('places faults by bytes, lines and columns', async () => {
    expect(await ask({ condition: "proc.name = 'é' and\n evt.type = none", fields: {} })).toEqual({
      ok: false,
      stage: 'compile',
      error: 'unknown event type none',
      pos: { idx: 22, line: 2, col: 2 },
    });
  });

  it('knows no macros', async () => {
    expect(await ask({ condition: 'evt.type = open and spawned', fields: {} })).toMatchObject({
      ok: false,
      stage: 'compile',
      error: "filter error: unexpected identifier 'spawned'",
      pos: { idx: 20 },
    });
  });
});

describe('other engines', () => {
  it('runs logs through Wazuh rules', async () => {
    const rules = {
      'a.xml':
        '<group name="a,"><rule id="100001" level="5"><decoded_as>json</decoded_as><description>d</description></rule></group>',
    };
    expect(await ask({ wazuh: { rules }, logs: ['{"a":1}', 'no json'] })).toMatchObject({
      results: [{ id: '100001', level: 5 }, null],
    });
  });

  it.each([
    ['osregex', '^a\\d', 'a1', true],
    ['osmatch', '^a', 'ba', false],
    ['pcre2', 'b$', 'ab', true],
  ])('%s %s on %s', async (type, pattern, str, match) => {
    expect(await ask({ pattern: { type, pattern, str } })).toMatchObject({ compile: true, match });
  });

  it('runs KQL', async () => {
    const tables = { T: { columns: [{ name: 'n', type: 'long' }], rows: [[1], [2]] } };
    expect(await ask({ kql: 'T | where n > 1', tables })).toMatchObject({ ok: true, rows: [[2]] });
  });
});

describe('bad input', () => {
  it.each([
    '',
    'no json',
    '[]',
    'null',
    '{}',
    '{"rules":1}',
    '{"rules":"","events":{}}',
    '{"rules":"","events":[[]]}',
    '{"rules":"","plugins":[1]}',
    '{"condition":1}',
    '{"condition":"a","fields":[]}',
    '{"condition":"evt.type=open","source":"nothing"}',
    '{"wazuh":1}',
    '{"wazuh":{"rules":{"a":1}},"logs":[]}',
    '{"pattern":{"type":"perl","pattern":"a","str":"a"}}',
    '{"kql":1}',
    '{"__proto__":1}',
    `${'['.repeat(100_000)}`,
  ])('%.60s', async (line) => {
    expect(await ask(line)).toMatchObject({ ok: false, error: expect.stringMatching(/./) });
  });
});

describe('serving', () => {
  const serve = async (...chunks: string[]) => {
    let output = '';
    const write = (text: string) => {
      output += text;
    };
    await servePort(streamOf(chunks), {
      write,
      warn: write,
      readInput: () => '',
      inputBytes: streamOf.bind(undefined, []),
      drained: async () => {},
      colours: false,
    });
    return output;
  };

  it('answers line by line, in order', async () => {
    const output = await serve(
      '{"condition":"evt.num = 1","fields":{"evt.num":1}}\n\nx\n{"condition":"evt.num',
      ' = 1"}',
    );
    expect(
      output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ ok: true, result: true }, { ok: false }, { ok: true, result: false }]);
  });

  it('reads characters that chunks part, and lines of any length', async () => {
    const bytes = Buffer.from(`é${'x'.repeat(3_000_000)}\r\nb`);
    const chunks = [bytes.subarray(0, 1), bytes.subarray(1, 100), bytes.subarray(100)];
    const lines: string[] = [];
    for await (const line of readLines(streamOf(chunks))) lines.push(line);
    expect(lines.map((line) => line.length)).toEqual([3_000_001, 1]);
    expect(lines[0]?.[0]).toBe('é');
  });
});

async function* streamOf(chunks: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}
