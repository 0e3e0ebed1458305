import type { Connection } from 'vscode-languageserver';
import { releases } from '../falco/tables/since.ts';
import { engineVersions } from '../features/engine-versions.ts';
import type { EngineRequests, StatusNotifications, WorkbenchStatus } from '../protocol.ts';
import { engineOf } from '../workspace/settings.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { afterPause } from './after-pause.ts';
import { guard, reporter } from './guard.ts';
import type { Log } from './log.ts';

/** Answers what engine versions there are. */
export function registerEngineVersions(connection: Connection, log: Log): void {
  const request = 'falcoWorkbench/engineVersions' satisfies keyof EngineRequests;
  connection.onRequest(request, guard(log, request, [], engineVersions));
}

const method = 'falcoWorkbench/status' satisfies keyof StatusNotifications;

/** How long nothing must change before the client is told, in milliseconds. */
const pause = 150;

/** Tells the client what rules are checked as and with, each time it changes. */
export function sendStatus(connection: Connection, workspace: Workspace, log: Log): void {
  let told = '';
  const tell = () => {
    const status = statusOf(workspace);
    const content = JSON.stringify(status);
    if (content === told) return;
    told = content;
    connection.sendNotification(method, status).catch(reporter(log, 'Telling the status'));
  };
  workspace.onChange(afterPause(tell, pause));
}

/** The status of a workspace. */
export function statusOf(workspace: Workspace): WorkbenchStatus {
  const { settings } = workspace.snapshot();
  const engine = engineOf(settings).text;
  const falco = releases.findLast((each) => each.engine === engine)?.falco;
  const { main, all } = workspace.projects;
  const projects = [main, ...all.filter((each) => each !== main)].map(({ home, loadOrder }) => ({
    home,
    plugins: workspace.snapshot(loadOrder.at(-1)?.document).tables.plugins,
    loaded: [...new Set(loadOrder.map(({ document }) => document))],
  }));
  return {
    engine,
    ...(falco === undefined ? {} : { falco }),
    installed: settings.installed !== undefined,
    projects: projects.filter(({ loaded }) => loaded.length > 0),
  };
}
