import { describeAsText } from './describe/describe-as-text.ts';
import { describeLoad } from './describe/describe-load.ts';
import type { Description } from './describe/description.ts';
import { readInputs } from './inputs.ts';
import { type LoadOptions, loadInputs, warnOfUnknownPlugins } from './load-inputs.ts';
import { paletteFor } from './report/palette.ts';
import { tellRefusal } from './report/refusal.ts';
import type { Terminal } from './terminal.ts';

/** Options of `falco-workbench describe`. */
export interface DescribeOptions extends LoadOptions {
  readonly format: 'text' | 'json';
  /** The only rule to describe. */
  readonly rule?: string;
}

/**
 * Prints what Falco makes of rules; returns the exit status: 1 where the files cannot be loaded or the rule is
 * not among them.
 */
export function describe(paths: readonly string[], options: DescribeOptions, terminal: Terminal): number {
  warnOfUnknownPlugins(options, terminal);
  const loaded = loadInputs(readInputs(paths, terminal), options);
  if (tellRefusal(loaded, terminal)) return 1;
  const whole = describeLoad(loaded.engine, loaded.snapshot);
  const description = options.rule === undefined ? whole : onlyRule(whole, options.rule);
  if (description === undefined) {
    terminal.warn(`error: Rule "${options.rule}" is not loaded\n`);
    return 1;
  }
  terminal.write(
    options.format === 'json'
      ? `${JSON.stringify(description)}\n`
      : describeAsText(description, paletteFor(terminal.colours)),
  );
  return 0;
}

/** As `falco -l`: the rule and nothing else. */
function onlyRule({ rules }: Description, name: string): Description | undefined {
  const rule = rules.find(({ info }) => info.name === name);
  return rule && { rules: [rule] };
}
