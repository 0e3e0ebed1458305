const languages = ['yaml', 'falco-rules'];

/**
 * Where documents come from: disk, unsaved, repositories opened without a clone, remote machines.
 * Not on the list are views of other versions (`git:`), where problems only disturb.
 */
const schemes = ['file', 'untitled', 'vscode-vfs', 'vscode-remote', 'vscode-test-web', 'gitlab-web-ide'];

/** The documents that the language server is told about; it decides itself which of them are rules files. */
export const documentSelector = languages.flatMap((language) =>
  schemes.map((scheme) => ({ language, scheme })),
);
