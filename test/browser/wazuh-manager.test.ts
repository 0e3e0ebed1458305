import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loopbackCertificate } from '../support/loopback-certificate.ts';
import {
  type LoopbackManager,
  managerPassword,
  managerUser,
  sessionToken,
  startManager,
} from '../support/wazuh-manager.ts';
import { visibleLines } from './pages/editor.ts';
import { showLog } from './pages/panel.ts';
import { startCommand } from './pages/quick-input.ts';
import { screenshot, useWindow } from './pages/window.ts';

const folder = mkdtempSync(join(tmpdir(), 'workbench-manager-'));
const caFile = join(folder, 'ca.pem');
writeFileSync(caFile, loopbackCertificate.cert);

// A manager that has one rule of its own, and none of the generated ones.
const rules = `<group name="local,"><rule id="100001" level="5"><decoded_as>json</decoded_as>
<description>Any JSON</description></rule></group>`;
const manager: LoopbackManager = await startManager({ 'local_rules.xml': rules });

const window = useWindow('rules/falco_rules.yaml', {
  folder: 'examples',
  settings: {
    'falcoWorkbench.wazuh.manager.url': manager.url,
    'falcoWorkbench.wazuh.manager.user': managerUser,
    'falcoWorkbench.wazuh.manager.caFile': caFile,
  },
});

beforeAll(async () => {
  await showLog(window); // the extension is there, and so are its commands
});

afterAll(async () => {
  await manager.close();
  rmSync(folder, { recursive: true });
});

/** Starts the command with the sample alerts. */
async function verifySamples(): Promise<void> {
  await startCommand(window, 'Falco: Verify on Wazuh Manager');
  await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Sample alerts' }).click();
}

async function enterPassword(password: string): Promise<void> {
  await window.page.locator('.quick-input-widget input[type=password]').fill(password);
  await window.page.keyboard.press('Enter');
}

test('nothing is sent before the user agrees, and a password that is not taken can be given again', async () => {
  const { page } = window;
  await verifySamples();
  const send = page.locator('.monaco-dialog-box').getByRole('button', { name: 'Send' });
  await send.waitFor({ timeout: 20_000 });
  expect(manager.requests).toEqual([]);
  await screenshot(window, 'wazuh-manager-confirm');
  await send.click();
  await enterPassword('wrong');
  const error = page.locator('.notifications-toasts', { hasText: 'does not take this user and password' });
  const again = error.getByRole('button', { name: 'Enter Password' });
  await again.waitFor({ timeout: 20_000 });
  await screenshot(window, 'wazuh-manager-password');
  await again.click();
  await enterPassword(managerPassword);
  await expectAnswers();
});

async function expectAnswers(): Promise<void> {
  await expect
    .poll(() => manager.requests.at(-1), { timeout: 30_000 })
    .toBe(`DELETE /logtest/sessions/${sessionToken}`);
  await window.page.locator('.tab.active', { hasText: 'Falco Verdicts' }).waitFor({ timeout: 20_000 });
  await expect
    .poll(async () => (await visibleLines(window)).join('\n'))
    .toContain('Wazuh manager https://localhost');
  const lines = await visibleLines(window);
  expect(lines.some((line) => /^≠ .*\(id, level, description, groups\)$/.test(line))).toBe(true);
  await screenshot(window, 'wazuh-manager');
}
