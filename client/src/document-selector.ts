/** `helm` is what other extensions call the templates of charts. */
const languages = ['yaml', 'falco-rules', 'helm'];

/**
 * Where documents come from: disk, unsaved, repositories opened without a clone, remote machines.
 * Not on the list are views of other versions (`git:`), where problems only disturb.
 */
const schemes = ['file', 'untitled', 'vscode-vfs', 'vscode-remote', 'vscode-test-web', 'gitlab-web-ide'];

/** Documents that can be rules files of Falco; the language server decides itself which of them are. */
export const documentSelector = filtersFor(languages);

/** Documents that can be rules files of Wazuh; the language server leaves other XML alone. */
export const wazuhSelector = filtersFor(['xml']);

/** Documents with KQL: `kusto` and `kql` are what other extensions call it. */
export const kqlSelector = filtersFor(['falco-kql', 'kusto', 'kql']);

function filtersFor(names: readonly string[]) {
  return names.flatMap((language) => schemes.map((scheme) => ({ language, scheme })));
}
