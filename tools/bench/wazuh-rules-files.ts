import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The texts of all files of a folder by their names. */
export function rulesFilesIn(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}
