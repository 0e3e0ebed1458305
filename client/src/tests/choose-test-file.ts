import { type QuickPickItem, Uri, window, workspace } from 'vscode';

type Choice = QuickPickItem & { readonly uri?: Uri };

/** Lets the user choose a file of tests, one that is there or a new one. */
export async function chooseTestFile(known: readonly Uri[]): Promise<Uri | undefined> {
  const create: Choice = { label: '$(new-file) New file of tests…', alwaysShow: true };
  const choices = known.map((uri): Choice => ({ label: workspace.asRelativePath(uri), uri }));
  if (known.length === 0) return newFile();
  const choice = await window.showQuickPick([...choices, create], {
    title: 'New Test from Alert',
    placeHolder: 'The file of tests that it is added to',
  });
  return choice === create ? newFile() : choice?.uri;
}

async function newFile(): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const uri = await window.showSaveDialog({
    title: 'New File of Tests',
    ...(folder && { defaultUri: Uri.joinPath(folder, 'rules.falco-test.yaml') }),
    filters: { 'Tests of Falco rules': ['falco-test.yaml', 'falco-test.yml'] },
  });
  if (uri === undefined || /\.falco-test\.ya?ml$/i.test(uri.path)) return uri;
  return uri.with({ path: `${uri.path.replace(/\.ya?ml$/i, '')}.falco-test.yaml` });
}
