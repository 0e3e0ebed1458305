import { parseEngineVersion } from '../items/read-versions.ts';
import type { Outcome } from './outcome.ts';
import { readJson, textOf } from './read-json.ts';

/** The versions of an installed Falco. */
export interface InstalledVersion {
  /** Of the program, such as `0.44.0`, as it is printed. */
  readonly falco: string;
  /** Of the rule engine, such as `0.63.0`. */
  readonly engine: string;
}

/**
 * Reads what `falco --version` prints, as lines (`Falco version:`, `Engine:`) or, with `json_output`, as JSON.
 * Older releases count engines with one number, N for 0.N.0.
 */
export function readVersion(text: string): Outcome<InstalledVersion> {
  const json = readJson(text);
  const falco = json ? textOf(json.falco_version) : lineNamed(text, 'Falco version');
  const engine = json
    ? textOf(json.engine_version_semver) || textOf(json.engine_version)
    : lineNamed(text, 'Engine');
  const parsed = parseEngineVersion(engine);
  if (falco === '' || parsed === undefined) {
    return { ok: false, problem: 'It prints no Falco and engine version. Is it Falco?' };
  }
  const { major, minor, patch } = parsed;
  return { ok: true, value: { falco, engine: `${major}.${minor}.${patch}` } };
}

/** What stands behind a name and a colon at the start of a line; empty where there is no such line. */
function lineNamed(text: string, name: string): string {
  const line = text.split('\n').find((each) => each.startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}
