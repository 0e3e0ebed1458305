import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { mayBeReplaced, type WazuhTarget } from '../../features/generate-wazuh.ts';
import { isFolder } from '../inputs.ts';
import { attempt, readText, TargetError, writeText } from '../target-file.ts';

/** The file that rules are written to, and what is known there. */
export interface RulesTarget {
  readonly path: string;
  readonly known: Pick<WazuhTarget, 'previous' | 'neighbours'>;
}

const usualName = 'falco_rules.xml';

/**
 * Looks at the file that is to be written, in a folder under its usual name, and at the other rules beside it.
 * @throws TargetError where something cannot be read, or the file is one that somebody wrote by hand.
 */
export function readTarget(out: string): RulesTarget {
  const path = /[\\/]$/.test(out) || isFolder(out) ? join(out, usualName) : out;
  const previous = existsSync(path) ? readText(path) : undefined;
  if (previous !== undefined && !mayBeReplaced(previous)) {
    throw new TargetError(`${path} was not generated and is left alone: name another file`);
  }
  return { path, known: { ...(previous !== undefined && { previous }), neighbours: neighboursOf(path) } };
}

/** Writes a file that may have been edited since. @throws TargetError where one with another text is there. */
export function writeNew(path: string, text: string): void {
  if (!existsSync(path)) writeText(path, text);
  else if (readText(path) !== text) {
    throw new TargetError(`${path} has another text and is left alone: move it away, then try again`);
  }
}

function neighboursOf(path: string): readonly string[] {
  const folder = dirname(path);
  if (!existsSync(folder)) return [];
  const names = attempt(folder, () => readdirSync(folder));
  const rules = names.filter((name) => /\.xml$/i.test(name) && name !== basename(path));
  return rules.map((name) => readText(join(folder, name)));
}
