import { Uri, window } from 'vscode';
import type { FileTexts, SentinelFiles } from '../../../server/src/protocol.ts';
import { textOf, writeGenerated } from '../wazuh/generated-files.ts';
import { tellProblems } from '../wazuh/tell-problems.ts';
import type { Workbench } from '../workbench.ts';

/**
 * Writes generated files into a folder and shows the last one. What is there already goes on: its texts are
 * handed to `generate` once it is known which files there will be, and the user sees each difference first.
 */
export async function writeFiles(
  { log }: Workbench,
  folder: Uri,
  generate: (previous: FileTexts) => Promise<SentinelFiles | null>,
): Promise<void> {
  const first = await generated(generate, {});
  const previous: Record<string, string> = {};
  for (const { name } of first.files) {
    const text = await textOf(Uri.joinPath(folder, name));
    if (text !== undefined) previous[name] = text;
  }
  const { files, problems } =
    Object.keys(previous).length === 0 ? first : await generated(generate, previous);
  tellProblems(problems, log);
  for (const { name, text } of files) await writeGenerated(Uri.joinPath(folder, name), text);
  const last = files.at(-1);
  if (last !== undefined) await window.showTextDocument(Uri.joinPath(folder, last.name));
}

async function generated(
  generate: (previous: FileTexts) => Promise<SentinelFiles | null>,
  previous: FileTexts,
): Promise<SentinelFiles> {
  const files = await generate(previous);
  if (files === null) throw new Error('The files could not be made; the log says why.');
  return files;
}
