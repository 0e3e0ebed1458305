import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const nvim = process.env.NEOVIM ?? 'nvim';
const isThere = spawnSync(nvim, ['--version']).status === 0;
const missing = !isThere
  ? 'there is no Neovim here (Debian: neovim)'
  : !existsSync(cli)
    ? 'dist/cli.cjs is not built'
    : undefined;
if (missing !== undefined) console.warn(`SKIPPED the server in Neovim: ${missing}.`);

const rules = `- macro: my_shell
  condition: proc.name = bash
- rule: Shell
  desc: d
  condition: >
    evt.type = execve
    and my_shell and proc.nme = x
  output: Shell (command=%proc.cmdline)
  priority: INFO
`;

/** Asks through Neovim’s own client, as an author does, and writes what comes back as JSON. */
const script = `
local file, answers_file, cli, node = vim.env.RULES, vim.env.ANSWERS, vim.env.CLI, vim.env.NODE
local answers = { messages = {} }
local function finish()
  local out = io.open(answers_file, 'w')
  out:write(vim.json.encode(answers))
  out:close()
  vim.cmd('qall!')
end
vim.cmd('edit ' .. file)
local id = vim.lsp.start_client({
  name = 'falco-workbench',
  cmd = { node, cli, 'lsp', '--stdio' },
  root_dir = vim.fn.fnamemodify(file, ':h'),
  init_options = { settings = { problems = { ['no-tags'] = 'off' } } },
  settings = { falcoWorkbench = { problems = { ['no-tags'] = 'off', ['output-without-identity'] = 'off' } } },
})
vim.lsp.buf_attach_client(0, id)
local waited = vim.wait(15000, function()
  local found = vim.diagnostic.get(0)
  return #found == 1 and found[1].code == 'unknown-field'
end, 50)
answers.waited = waited
for i, found in ipairs(vim.diagnostic.get(0)) do
  answers.messages[i] = { code = found.code, line = found.lnum, from = found.col, to = found.end_col }
end
local function ask(method, line, column)
  local params = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = line, character = column } }
  local result = vim.lsp.buf_request_sync(0, method, params, 10000)
  return result and result[id] and result[id].result or vim.NIL
end
answers.hover = ask('textDocument/hover', 6, 10)
answers.completion = ask('textDocument/completion', 6, 28)
finish()
`;

interface Answers {
  readonly waited: boolean;
  readonly messages: readonly { code: string; line: number; from: number; to: number }[];
  readonly hover: { contents: { value: string } };
  readonly completion: { items: readonly { label: string }[] };
}

describe('in Neovim, with its own client', () => {
  it.skipIf(missing !== undefined)(
    'problems, hover, completion and settings',
    { timeout: 60_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'falco-workbench-nvim-'));
      try {
        const answers = await askInNeovim(folder);
        // Both settings came by workspace/configuration: without them there were three problems.
        expect(answers.messages).toEqual([{ code: 'unknown-field', line: 6, from: 21, to: 29 }]);
        expect(answers.hover.contents.value).toContain('proc.name = bash');
        expect(answers.completion.items.map(({ label }) => label)).toContain('proc.name');
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

async function askInNeovim(folder: string): Promise<Answers> {
  const files = {
    rules: join(folder, 'rules.yaml'),
    script: join(folder, 'ask.lua'),
    answers: join(folder, 'answers.json'),
  };
  writeFileSync(files.rules, rules);
  writeFileSync(files.script, script);
  const places = { RULES: files.rules, ANSWERS: files.answers, CLI: cli, NODE: process.execPath };
  const homes = { HOME: folder, XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder, XDG_CACHE_HOME: folder };
  const child = spawn(nvim, ['--headless', '--clean', '-n', '-S', files.script], {
    env: { ...process.env, ...homes, ...places },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (data) => {
    said += data;
  });
  child.stderr.on('data', (data) => {
    said += data;
  });
  const timer = setTimeout(() => child.kill(), 50_000);
  await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(timer);
  if (!existsSync(files.answers)) throw new Error(`Neovim gave no answer: ${said}`);
  return JSON.parse(readFileSync(files.answers, 'utf8')) as Answers;
}
