import type { Connection } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { releases } from '../falco/tables/since.ts';
import { engineVersions } from '../features/engine-versions.ts';
import type { EngineRequests, StatusNotifications, WorkbenchStatus } from '../protocol.ts';
import type { Project } from '../workspace/projects.ts';
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

/** Writes what each project loads to the log, each time that changes. */
export function logProjects(workspace: Workspace, log: Log): void {
  let told = new Set<string>();
  const tell = () => {
    const lines = new Set(
      workspace.projects.all.filter(({ loadOrder }) => loadOrder.length > 0).map(loadLine),
    );
    for (const line of lines) if (!told.has(line)) log.info(line);
    told = lines;
  };
  workspace.onChange(afterPause(tell, pause));
}

/** A folder can hold thousands of files. */
const mostNamed = 20;

function loadLine({ home, loadOrder, settings: { installedRules } }: Project): string {
  const addresses = [...new Set(loadOrder.map(({ document }) => document))];
  const named = addresses.slice(0, mostNamed).map((address) => readable(address));
  const more = addresses.length > mostNamed ? ` and ${addresses.length - mostNamed} more` : '';
  const isInstalled =
    installedRules !== undefined && addresses.some((each) => each.startsWith(installedRules));
  const installed = isInstalled
    ? `, with the rules of the Falco installed in ${readable(installedRules)}`
    : '';
  return `Rules of ${home === '' ? 'files in no open folder' : readable(home)} in load order${installed}: ${named.join(', ')}${more}`;
}

/** Paths of this machine as people write them, other addresses as they are. */
function readable(address: string): string {
  return address.startsWith('file:') ? URI.parse(address).path : address;
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
