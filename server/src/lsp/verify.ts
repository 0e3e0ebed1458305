import type { Connection } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { printComparison } from '../features/compare-verdicts.ts';
import { verify } from '../features/verify.ts';
import type { RequestsToServer } from '../protocol.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { describeError } from './guard.ts';
import type { Installed } from './installed.ts';
import type { Log } from './log.ts';

const method = 'falcoWorkbench/verify';
type Params = RequestsToServer[typeof method]['params'];
type Result = RequestsToServer[typeof method]['result'];

/** Answers requests to have the installed Falco load the rules of the workspace. */
export function registerVerify(
  connection: Connection,
  workspace: Workspace,
  installed: Installed,
  log: Log,
): void {
  connection.onRequest<Result, void>(method, async ({ project }: Params) => {
    try {
      return await compare(workspace.snapshot(project), installed);
    } catch (error) {
      log.error(`${method} failed: ${describeError(error)}`);
      return { problem: 'The verdicts could not be compared; the log says why.' };
    }
  });
}

async function compare(snapshot: Snapshot, installed: Installed): Promise<Result> {
  const program = installed.program();
  if (!program.ok) return { problem: program.problem };
  const verified = await verify(snapshot, program.value);
  if (!verified.ok) return { problem: verified.problem };
  const compared = verified.value.map((each) => ({ ...each, file: URI.parse(each.file).fsPath }));
  return { text: printComparison(compared, snapshot.settings.installed?.version) };
}
