import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { CoveragePanels } from './coverage/coverage-panels.ts';
import type { LanguageServer } from './language-server.ts';
import type { ResultsPanel } from './log-analytics/results-panel.ts';
import type { PreviewDocuments } from './preview/preview-documents.ts';
import type { ReplayPanels } from './replay/replay-panels.ts';
import type { TestExplorer } from './tests/test-explorer.ts';
import type { VerdictDocument } from './verify/verdict-document.ts';
import type { HttpsTransport } from './wazuh/logtest/manager-api.ts';

/** What a command gets to work with: the same in the desktop and in the web editor. */
export interface Workbench {
  readonly context: ExtensionContext;
  readonly server: LanguageServer;
  readonly log: LogOutputChannel;
  readonly previews: PreviewDocuments;
  readonly replays: ReplayPanels;
  readonly coverages: CoveragePanels;
  readonly verdicts: VerdictDocument;
  readonly tests: TestExplorer;
  readonly results: ResultsPanel;
  /** Reaches managers of Wazuh; undefined in a browser, where no certificate can be named. */
  readonly https: HttpsTransport | undefined;
}
