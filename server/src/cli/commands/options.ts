import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EngineVersion } from '../../falco/items/item.ts';
import { parseEngineVersion } from '../../falco/items/read-versions.ts';

/** What commands say of the files that they take. */
export const filesHelp =
  'rules files in load order; a folder stands for its YAML files, a falco.yaml for those that it lists, Helm ' +
  'values and Kubernetes manifests for the rules in them, - for standard input';

/** `--format text|json`. */
export function formatOption(): Option {
  return new Option('--format <format>', 'what to print').choices(['text', 'json']).default('text');
}

/** The options of commands that load rules; their names are those of `LoadOptions`. */
export function loadOptions(command: Command): Command {
  return command
    .option('--engine <version>', 'engine version to check for, such as 0.63.0', readEngineVersion)
    .option(
      '--plugin <names...>',
      'plugins that Falco loads; default: container and those that the files need',
    );
}

function readEngineVersion(text: string): EngineVersion {
  const parsed = parseEngineVersion(text);
  if (parsed === undefined) throw new InvalidArgumentError('It looks like 0.63.0.');
  return parsed;
}
