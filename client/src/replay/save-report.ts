import { Uri, window, workspace } from 'vscode';
import type { ReplayFormat } from '../../../server/src/protocol.ts';
import type { LanguageServer } from '../language-server.ts';

/** Formats by the ending of the file's name. */
const formats: Readonly<Record<string, ReplayFormat>> = {
  html: 'html',
  md: 'markdown',
  csv: 'csv',
  json: 'json',
};

const filters = { 'HTML report': ['html'], Markdown: ['md'], CSV: ['csv'], JSON: ['json'] };

/** Lets the user save a report on alerts of a replay, and shows it. */
export async function saveReport(
  server: LanguageServer,
  replay: number | undefined,
  alerts: readonly number[],
): Promise<void> {
  if (replay === undefined) return;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const defaultUri = folder && Uri.joinPath(folder, 'replay.html');
  const uri = await window.showSaveDialog({
    title: 'Export Replay',
    filters,
    ...(defaultUri && { defaultUri }),
  });
  if (uri === undefined) return;
  const format = formats[/\.(\w+)$/.exec(uri.path)?.[1]?.toLowerCase() ?? ''];
  if (format === undefined) {
    void window.showErrorMessage(
      'Name the file .html, .md, .csv or .json: the ending says what the report is written as.',
    );
    return;
  }
  const report = await server.request('falcoWorkbench/replay/report', { replay, format, alerts });
  if (report === null) return;
  await workspace.fs.writeFile(uri, new TextEncoder().encode(report.text));
  void window.showInformationMessage(`The report stands in ${workspace.asRelativePath(uri)}.`);
}
