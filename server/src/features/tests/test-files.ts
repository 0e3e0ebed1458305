import type { FalcoTest } from '../../workspace/tests/falco-test.ts';

/** True for the name of a file with a query. */
export function isQueryFile(name: string): boolean {
  return /\.(?:kql|csl)$/i.test(name);
}

/** The addresses of the files that tests name: alerts are taken from them, or alerts are held against them. */
export function filesOf(tests: readonly FalcoTest[]): readonly string[] {
  const files = tests.flatMap(({ placed: { file }, alert, expectations }) => [
    ...(alert?.source.kind === 'file' ? [addressOf(alert.source.file.value, file)] : []),
    ...expectations.flatMap((each) =>
      each.of === 'sentinel' && 'query' in each && isQueryFile(each.query) ? addressOf(each.query, file) : [],
    ),
  ]);
  return [...new Set(files)];
}

/** The address of a file that a test names: a path is one from the folder of the file of tests. */
export function addressOf(path: string, testFile: string): string {
  try {
    return new URL(path.split('/').map(encodeURIComponent).join('/'), testFile).toString();
  } catch {
    return path.startsWith('/') ? path : testFile.replace(/[^\\/]*$/, '') + path;
  }
}
