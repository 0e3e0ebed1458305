import type { FalcoProgram } from '../falco/installed/falco-program.ts';
import { type InstalledFalco, importFalco } from '../falco/installed/import-falco.ts';
import type { Outcome } from '../falco/installed/outcome.ts';
import type { Settings } from '../workspace/settings.ts';
import { reporter } from './guard.ts';
import type { Log } from './log.ts';

/** The Falco that the user names with `falcoWorkbench.falcoPath`, if any. */
export interface Installed {
  /** Takes the path of the setting, empty for none; asks a Falco of another path than before for its tables. */
  use(path: string): void;
  /** Settings with what that Falco told, as far as it has answered. */
  apply(settings: Settings): Settings;
  /** The program, or why there is none. */
  program(): Outcome<FalcoProgram>;
}

/**
 * @param start starts the Falco of a path; undefined where the server runs in a browser.
 * @param changed called when a Falco has told its tables.
 * @param warn tells the user what is wrong with it.
 */
export function installedFalco(
  start: ((path: string) => FalcoProgram) | undefined,
  changed: () => void,
  warn: (message: string) => void,
  log: Log,
): Installed {
  let current = '';
  let falco: InstalledFalco | undefined;

  async function ask(path: string): Promise<void> {
    const started = startOf(start, path);
    const imported = started.ok ? await importFalco(started.value) : started;
    if (path !== current) return; // overtaken by another path
    falco = imported.ok ? imported.value : undefined;
    const problem = imported.ok ? imported.value.problem : imported.problem;
    if (problem !== undefined) warn(problem);
    if (falco !== undefined)
      log.info(`Falco ${falco.version.falco}, engine ${falco.version.engine}: ${path}`);
    changed();
  }

  return {
    use(path) {
      if (path === current) return;
      current = path;
      falco = undefined;
      if (path !== '') ask(path).catch(reporter(log, 'Asking the installed Falco'));
    },
    apply: (settings) =>
      falco === undefined ? settings : { ...settings, engineVersion: falco.version.engine, installed: falco },
    program: () => startOf(start, current),
  };
}

function startOf(start: ((path: string) => FalcoProgram) | undefined, path: string): Outcome<FalcoProgram> {
  if (start === undefined) {
    return { ok: false, problem: 'An installed Falco can only be run by VS Code on the desktop, not here.' };
  }
  if (path === '') {
    return { ok: false, problem: 'Name the Falco to run in the setting falcoWorkbench.falcoPath.' };
  }
  return { ok: true, value: start(path) };
}
