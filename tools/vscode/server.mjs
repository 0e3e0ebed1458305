import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runOrThrow } from '../run.mjs';
import { codeServerScript, nodeForVsCode } from './install.mjs';
import { quietSettings } from './settings.mjs';

/**
 * A VS Code that can be opened in a browser.
 * @typedef {object} VsCodeServer
 * @property {string} url without a slash at its end
 * @property {string} host host and port, as in vscode-remote:// addresses
 * @property {string} logFile what the server prints
 * @property {() => void} stop ends it and everything it started
 */

/**
 * Starts VS Code, with an extension installed if wanted, and waits until it answers.
 * @param {object} options
 * @param {string} options.home folder for its settings, extensions and logs; made where it does not exist
 * @param {string} [options.vsix] extension to install first
 * @param {number} [options.port] any free one if not given
 * @param {Record<string, unknown>} [options.settings] beside the quiet ones; used where `home` has no settings yet
 * @param {string[]} [options.args] further arguments for the server
 * @returns {Promise<VsCodeServer>}
 */
export async function startVsCode({ home, vsix, port, settings = {}, args = [] }) {
  writeSettings(home, settings);
  const common = commonArguments(home);
  if (vsix) await installExtension(vsix, home, common);
  const host = `127.0.0.1:${port ?? (await freePort())}`;
  const logFile = join(home, 'server.log');
  const child = launch([...common, ...serverArguments(host), ...args], home, logFile);
  const server = { url: `http://${host}`, host, logFile, stop: () => stopGroup(child) };
  stopWithThisProcess(server);
  await untilReady(server, child);
  return server;
}

/**
 * The address that opens a folder, or the folders of a `.code-workspace`.
 * @param {VsCodeServer} server
 * @param {string} folder absolute
 * @param {[string, string][]} [payload] what else VS Code is told: pairs of name and value
 */
export function folderUrl(server, folder, payload = []) {
  const query = new URLSearchParams(folder.endsWith('.code-workspace') ? { workspace: folder } : { folder });
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `${server.url}/?${query}`.replaceAll('%2F', '/');
}

/** A port of this machine that nobody uses. @returns {Promise<number>} */
export async function freePort() {
  return /** @type {number} */ (await listenOnce(0));
}

/** Whether nobody uses this port. @param {number} port */
export async function isFreePort(port) {
  return (await listenOnce(port)) !== undefined;
}

/** Listens on a port for a moment: its number, or undefined where that cannot be done. */
function listenOnce(port) {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

function writeSettings(home, settings) {
  const file = join(home, 'user/User/settings.json');
  mkdirSync(join(home, 'user/User'), { recursive: true });
  if (!existsSync(file)) writeFileSync(file, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  // Settings of the machine, such as paths and addresses, count here only: this is a remote machine.
  const machine = join(home, 'user/Machine/settings.json');
  mkdirSync(join(home, 'user/Machine'), { recursive: true });
  if (!existsSync(machine)) writeFileSync(machine, JSON.stringify(settings, null, 2));
  // A configuration file of its own, or code-server writes one into the user's home folder.
  writeFileSync(join(home, 'config.yaml'), 'auth: none\ncert: false\n');
}

function commonArguments(home) {
  const places = ['--config', 'config.yaml', '--user-data-dir', 'user', '--extensions-dir', 'extensions'];
  const absolute = places.map((place) => (place.startsWith('--') ? place : join(home, place)));
  return [codeServerScript, ...absolute, '--disable-telemetry', '--disable-update-check'];
}

function serverArguments(host) {
  const quiet = ['--disable-workspace-trust', '--disable-getting-started-override'];
  return ['--auth', 'none', '--bind-addr', host, ...quiet];
}

function installExtension(vsix, home, common) {
  const args = [...common, '--install-extension', vsix, '--force'];
  return runOrThrow('Installing the extension', nodeForVsCode(), args, { env: environment(home) });
}

function launch(args, home, logFile) {
  const log = openSync(logFile, 'w');
  // A process group of its own: ending the server alone would leave its extension hosts behind.
  return spawn(nodeForVsCode(), args, {
    env: { ...process.env, ...environment(home) },
    detached: true,
    stdio: ['ignore', log, log],
  });
}

function environment(home) {
  return {
    XDG_DATA_HOME: join(home, 'data'), // else it writes logs of its own into the user's home folder
    // No marketplace: else it is asked over the network.
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' }),
    // Set where this runs in a terminal of VS Code: then code-server would open files there and end.
    VSCODE_IPC_HOOK_CLI: undefined,
    PORT: undefined,
  };
}

/** A signal alone would end this process without its `exit` event. */
function stopWithThisProcess({ stop }) {
  process.once('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit());
}

function stopGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

async function untilReady({ url, logFile, stop }, child) {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    if (await answers(url)) return;
    await pause(100);
  }
  stop();
  throw new Error(`VS Code did not start:\n${readFileSync(logFile, 'utf8')}`);
}

async function answers(url) {
  try {
    return (await fetch(`${url}/healthz`)).ok;
  } catch {
    return false;
  }
}
