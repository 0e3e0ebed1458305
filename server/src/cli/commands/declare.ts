import type { Command } from 'commander';
import type { LaterCommands } from '../later-commands.ts';
import type { Terminal } from '../terminal.ts';

/** Takes the exit status of the command that ran. */
export type Finish = (status: number) => void;

/** Adds one command to the program; the command's own code is loaded only when it runs. */
export type DeclareCommand = (
  program: Command,
  terminal: Terminal,
  finish: Finish,
  later: LaterCommands,
) => void;
