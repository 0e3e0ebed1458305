import {
  DiagnosticSeverity,
  type Disposable,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  languages,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { NotificationsToClient, ProjectStatus, WorkbenchStatus } from '../../../server/src/protocol.ts';
import { documentSelector } from '../document-selector.ts';

/** What the language status (`{}` in the status bar) says of a rules file. */
export interface StatusItems extends Disposable {
  /** Takes what a client's server says from now on. */
  listenTo(client: BaseLanguageClient): void;
}

/** Makes the items: engine, project, plugins and problems. They are there while a rules file is shown. */
export function statusItems(): StatusItems {
  let status: WorkbenchStatus | undefined;
  const engine = item('engine', 'Falco engine');
  const project = item('project', 'Falco project');
  const plugins = item('plugins', 'Falco plugins');
  const problems = item('problems', 'Falco problems');
  const items = [engine, project, plugins, problems];
  engine.command = { command: 'falcoWorkbench.selectEngineVersion', title: 'Select' };
  project.command = { command: 'falcoWorkbench.showLog', title: 'Show Log' };
  problems.command = { command: 'workbench.actions.view.problems', title: 'Show' };

  const update = () => {
    const shown = status && shownProject(status);
    for (const each of items) each.selector = shown === undefined ? [] : documentSelector;
    if (status === undefined || shown === undefined) return;
    engine.text = `$(shield) Falco engine ${status.engine}`;
    engine.detail = engineDetail(status);
    project.text = `$(files) ${counted(shown.loaded.length, 'rules file')}`;
    project.detail = projectDetail(shown);
    plugins.text = `$(plug) ${counted(shown.plugins.length, 'plugin')}`;
    plugins.detail = shown.plugins.join(', ');
    updateProblems(problems, shown);
  };
  const subscriptions = [
    ...items,
    window.onDidChangeActiveTextEditor(update),
    languages.onDidChangeDiagnostics(update),
  ];
  update();
  return {
    listenTo: (client) => {
      const method: keyof NotificationsToClient = 'falcoWorkbench/status';
      client.onNotification(method, (told: WorkbenchStatus) => {
        status = told;
        update();
      });
    },
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function item(id: string, name: string): LanguageStatusItem {
  const made = languages.createLanguageStatusItem(`falcoWorkbench.${id}`, []);
  made.name = name;
  return made;
}

/** The project whose file is shown, the innermost one: a file may be loaded by several. */
function shownProject({ projects }: WorkbenchStatus): ProjectStatus | undefined {
  const shown = window.activeTextEditor?.document.uri.toString();
  const isShown = (uri: string) => uri === shown || Uri.parse(uri).toString() === shown;
  return projects.find(({ home }) => isShown(home)) ?? projects.find(({ loaded }) => loaded.some(isShown));
}

function engineDetail({ falco, installed }: WorkbenchStatus): string {
  const release = falco === undefined ? '' : `Falco ${falco}`;
  return [release, installed ? 'of the installed Falco' : ''].filter((part) => part !== '').join(', ');
}

function projectDetail({ loaded }: ProjectStatus): string {
  // Those in no open folder, such as the rules of an installed Falco, with their whole path.
  const names = loaded.map((uri) => workspace.asRelativePath(Uri.parse(uri), false));
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ');
}

function updateProblems(problems: LanguageStatusItem, { loaded }: ProjectStatus): void {
  const found = loaded
    .flatMap((uri) => languages.getDiagnostics(Uri.parse(uri)))
    .filter(({ source }) => source === 'falco');
  const count = (severity: DiagnosticSeverity) => found.filter((each) => each.severity === severity).length;
  const errors = count(DiagnosticSeverity.Error);
  const warnings = count(DiagnosticSeverity.Warning);
  problems.severity =
    errors > 0
      ? LanguageStatusSeverity.Error
      : warnings > 0
        ? LanguageStatusSeverity.Warning
        : LanguageStatusSeverity.Information;
  problems.text = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  problems.detail = 'in the rules files';
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
