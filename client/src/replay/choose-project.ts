import { type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { ReplayProject } from '../../../server/src/protocol.ts';
import type { LanguageServer } from '../language-server.ts';

/** A project, and what it is called. */
export interface NamedProject extends ReplayProject {
  readonly name: string;
}

/** The projects whose rules can be replayed, the main one first. @param document whose project is `isAsked` */
export async function namedProjects(
  server: LanguageServer,
  document?: string,
): Promise<readonly NamedProject[]> {
  const { projects } = await server.request('falcoWorkbench/replay/projects', {
    ...(document !== undefined && { document }),
  });
  return projects.map((project) => ({ ...project, name: nameOf(project.home) }));
}

function nameOf(home: string): string {
  if (home === '') return 'files outside of folders';
  const uri = Uri.parse(home, true);
  const folder = workspace.workspaceFolders?.find((each) => each.uri.toString() === uri.toString());
  return folder?.name ?? workspace.asRelativePath(uri);
}

type Choice = QuickPickItem & { readonly project: NamedProject };

/** Lets the user choose the project whose rules are replayed. */
export async function chooseProject(projects: readonly NamedProject[]): Promise<NamedProject | undefined> {
  const choices = projects.map(
    (project): Choice => ({
      project,
      label: project.name,
      description: project.files === 1 ? '1 rules file' : `${project.files} rules files`,
    }),
  );
  const choice = await window.showQuickPick(choices, {
    title: 'Replay Against the Rules of',
    placeHolder: 'Rules that one Falco loads together: a folder, or a file on top of the base rules',
  });
  return choice?.project;
}
