import type { Workbench } from '../workbench.ts';

/** A command of the palette: one file each, listed in commands.ts and, with its title, in package.json. */
export interface Command {
  readonly id: `falcoWorkbench.${string}`;
  readonly run: (workbench: Workbench, ...args: unknown[]) => unknown;
}
