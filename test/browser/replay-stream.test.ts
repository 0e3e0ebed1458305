import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { chooseAlerts, openReplayPanel } from './pages/replay-panel.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', { folder: 'examples' });

// More alerts than the list has room for, through all stages: that takes its time on a busy machine.
test('a packed file is read, and what is beyond the list is counted', { timeout: 240_000 }, async () => {
  const alerts = readFileSync(join(window.folder, 'alerts/alerts.jsonl'), 'utf8');
  writeFileSync(join(window.folder, 'alerts/packed.jsonl.gz'), gzipSync(alerts.repeat(9000)));
  const view = await openReplayPanel(window);
  await chooseAlerts(window, view, 'packed.jsonl.gz');
  await view.getByText('8,000 more alerts were counted but are not listed').click({ timeout: 120_000 });
  await view.getByText(/^100,000 alerts from alerts\/packed\.jsonl\.gz/).waitFor({ timeout: 120_000 });
  // Of the twelve alerts over and over the list ends after the fourth; two of the twelve are of this rule.
  await view.getByText('Netcat Remote Code Execution in Container: fires: 1,333').waitFor();
  await expect.poll(() => view.getByRole('button', { name: 'Stop Reading' }).isVisible()).toBe(false);
  await screenshot(window, 'replay-packed');
  await view.getByRole('tab', { name: 'Noise and Cost' }).click();
  await view.getByText(/^108,000 alerts over /).waitFor({ timeout: 120_000 });
  await view.getByText(/^8,000 of them are not listed: /).waitFor();
  await screenshot(window, 'noise-beyond');
});
