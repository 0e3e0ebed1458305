import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptInstall, canUseApt } from '../apt.mjs';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A browser and one font: without any, pages have no text. */
const packages = ['chromium', 'fonts-dejavu-core'];

/** Chromium talks to its makers when it starts; these flags keep it from doing so. */
const quietFlags = [
  '--no-sandbox', // root, as in most containers, cannot run it otherwise
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=LocalNetworkAccessChecks', // it asks the user whether a page may talk to 127.0.0.1
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', // nothing leaves the machine
];

/** Path of a Chromium on this machine, named by CHROMIUM or in one of the usual places. */
export function findChromium() {
  return [process.env.CHROMIUM ?? '', ...usualPlaces].find((path) => path !== '' && existsSync(path));
}

/**
 * Path of a Chromium, installed with apt-get where there is none and this process may install packages.
 * @param {(line: string) => void} progress
 * @returns {Promise<string>} throws where there is none and none can be installed, saying what to do
 */
export async function installChromium(progress) {
  const present = findChromium();
  if (present) return present;
  if (await canUseApt()) {
    progress('Installing Chromium with apt-get');
    const output = await aptInstall(packages);
    const installed = findChromium();
    if (installed) return installed;
    progress(output);
  }
  throw new Error(
    'There is no Chromium here. Install it, or name the program in the environment as CHROMIUM.',
  );
}

/**
 * Starts Chromium, without a window and with a new profile.
 * @returns {Promise<{ page: import('playwright-core').Page, close: () => Promise<void> }>}
 */
export async function startChromium() {
  const { chromium } = await import('playwright-core'); // only the tests have it installed
  const profile = mkdtempSync(join(tmpdir(), 'workbench-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    viewport: { width: 1400, height: 900 },
    args: quietFlags,
  });
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { page: context.pages()[0] ?? (await context.newPage()), close };
}
