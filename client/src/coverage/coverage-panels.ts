import { type Disposable, type LogOutputChannel, type Uri, ViewColumn } from 'vscode';
import { activeProject } from '../active-project.ts';
import type { LanguageServer } from '../language-server.ts';
import type { ReplayPanels } from '../replay/replay-panels.ts';
import { singlePanel } from '../single-panel.ts';
import { CoveragePanel } from './coverage-panel.ts';

/** The panel with the matrix of ATT&CK: one at a time. */
export interface CoveragePanels extends Disposable {
  /** Shows the panel, a new one where there is none. */
  show(): void;
}

/** Makes the panel known to the editor. */
export function coveragePanels(
  extensionUri: Uri,
  server: LanguageServer,
  replays: Pick<ReplayPanels, 'replay'>,
  log: LogOutputChannel,
): CoveragePanels {
  return singlePanel(
    { viewType: 'falcoWorkbench.coverage', title: 'MITRE ATT&CK Coverage', column: ViewColumn.Active },
    (panel) => new CoveragePanel(panel, extensionUri, activeProject(), server, replays.replay, log),
  );
}
