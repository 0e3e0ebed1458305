import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { packagesWhenUsed } from './packages-when-used.mjs';
import { tablesWhenRead } from './tables-when-read.mjs';

/**
 * One bundle: the files it starts from, where its output goes inside dist/, and what esbuild must know.
 * @typedef {object} Bundle
 * @property {string} name what it is, for the progress line
 * @property {{ in: string, out: string }[]} entries `in` from the root, `out` inside dist/ without its ending
 * @property {import('esbuild').BuildOptions} options
 */

/** @type {import('esbuild').BuildOptions} */
const forNode = {
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  plugins: [tablesWhenRead, packagesWhenUsed],
};
/** @type {import('esbuild').BuildOptions} */
const forBrowser = { platform: 'browser', target: 'es2022', plugins: [tablesWhenRead, packagesWhenUsed] };

/**
 * An ES module has no `require`, yet bundled CommonJS packages ask for Node's built-ins with it. It is made where
 * it is asked for: making one in each of twenty chunks takes milliseconds.
 */
const requireInModules = `import { createRequire as makeRequire } from 'node:module';
let made; const require = (id) => (made ??= makeRequire(import.meta.url))(id);`;

/**
 * Commander can start other programs, which no command of ours asks it for: what Node needs for that, a tenth of
 * a short check, is loaded when it does.
 * @type {import('esbuild').Plugin}
 */
const programsWhenStarted = {
  name: 'programs when started',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer, namespace }) =>
      namespace === 'file' && /[\\/]commander[\\/]/.test(importer)
        ? { path: 'child_process', namespace: 'when-started' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'when-started' }, () => ({
      contents: "module.exports = { get spawn() { return require('node:child_process').spawn; } };",
    }));
  },
};

/**
 * Every bundle of the project.
 * @returns {Bundle[]}
 */
export function bundles() {
  return [
    {
      name: 'extension',
      entries: [{ in: 'client/src/extension.ts', out: 'client' }],
      options: { ...forNode, format: 'cjs', external: ['vscode'], outExtension: { '.js': '.cjs' } },
    },
    {
      name: 'extension for the web',
      entries: [{ in: 'client/src/extension-web.ts', out: 'client-web' }],
      options: { ...forBrowser, format: 'cjs', external: ['vscode'] },
    },
    {
      name: 'commands and the worker for KQL',
      entries: [
        { in: 'server/src/cli/later-commands.ts', out: 'later-commands' },
        { in: 'server/src/kql-worker.ts', out: 'kql-worker' },
      ],
      // Split, so that what both share is packed once and `import()` loads heavy parts only when needed.
      options: {
        ...forNode,
        format: 'esm',
        splitting: true,
        chunkNames: 'chunks/[name]-[hash]',
        outExtension: { '.js': '.mjs' },
        banner: { js: requireInModules },
      },
    },
    {
      // CommonJS, since ES modules start slower, and each in one file, since that can be kept compiled
      // (compiled-script.ts); beside each the few lines that load it so.
      name: 'language server and command line',
      entries: [
        { in: 'server/src/server.ts', out: 'server' },
        { in: 'server/src/serve.ts', out: 'language-server' },
        { in: 'server/src/cli.ts', out: 'cli' },
        { in: 'server/src/cli/run.ts', out: 'command-line' },
      ],
      options: {
        ...forNode,
        format: 'cjs',
        outExtension: { '.js': '.cjs' },
        plugins: [...forNode.plugins, programsWhenStarted],
      },
    },
    {
      name: 'language server for the web',
      entries: [{ in: 'server/src/browser-server.ts', out: 'server-web' }],
      options: { ...forBrowser, format: 'iife' },
    },
    {
      name: 'worker for KQL in the web',
      entries: [{ in: 'server/src/browser-kql-worker.ts', out: 'kql-worker-web' }],
      // Kusto's scripts look for a global object of Node, and for its files where they print.
      options: {
        ...forBrowser,
        format: 'iife',
        define: { global: 'globalThis' },
        alias: { fs: './tools/build/no-files.mjs' },
      },
    },
    { name: 'webviews', entries: webviewEntries(), options: { ...forBrowser, format: 'iife' } },
  ];
}

/** `client/webview/<name>/main.ts` and `main.css` become `webview/<name>.js` and `.css`. */
function webviewEntries() {
  const folder = join(root, 'client/webview');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => ['main.ts', 'main.css'].map((file) => ({ name, file })))
    .filter(({ name, file }) => existsSync(join(folder, name, file)))
    .map(({ name, file }) => ({ in: `client/webview/${name}/${file}`, out: `webview/${name}` }));
}
