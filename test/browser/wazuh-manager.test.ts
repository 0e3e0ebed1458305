import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loopbackCertificate } from '../support/loopback-certificate.ts';
import { type LoopbackManager, managerUser, startManager } from '../support/wazuh-manager.ts';
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

test('a manager is sent nothing before the user agrees, and the password is typed unseen', async () => {
  const { page } = window;
  await startCommand(window, 'Falco: Verify on Wazuh Manager');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Sample alerts' }).click();
  const send = page.locator('.monaco-dialog-box').getByRole('button', { name: 'Send' });
  await send.waitFor({ timeout: 20_000 });
  expect(manager.requests).toEqual([]);
  await screenshot(window, 'wazuh-manager-confirm');
  await send.click();
  await page.locator('.quick-input-widget input[type=password]').waitFor({ timeout: 20_000 });
  await screenshot(window, 'wazuh-manager-password');
  await page.keyboard.press('Escape');
  expect(manager.requests).toEqual([]);
});
