import type { FileFinding } from '../../server/src/checks/check.ts';
import type { ProblemCode } from '../../server/src/falco/problems/index.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { findingsIn, snapshotOf } from '../problems/example.ts';

interface Options {
  readonly engine?: string;
  readonly plugins?: readonly string[];
}

/** The findings of a code in a YAML text (or several files, split by `#- path`), each once. */
function findings(code: ProblemCode, yaml: string, { engine, plugins = [] }: Options = {}): FileFinding[] {
  const snapshot = snapshotOf({ yaml, plugins, ...(engine === undefined ? {} : { engine }) });
  return findingsIn(snapshot).filter(({ finding }) => finding.code === code);
}

/** The characters under each finding of a code. */
export function found(code: ProblemCode, yaml: string, options: Options = {}): string[] {
  const snapshot = snapshotOf({ yaml, plugins: options.plugins ?? [] });
  return findings(code, yaml, options).map(({ file, finding: { span } }) =>
    snapshot.files.get(file)!.text.slice(span.start, span.end),
  );
}

/** The messages of the findings of a code. */
export function messages(code: ProblemCode, yaml: string, options: Options = {}): string[] {
  return findings(code, yaml, options).map(({ finding }) => finding.message);
}

/** The text after the best fix of the first finding of a code; undefined where there is no fix. */
export function fixed(code: ProblemCode, yaml: string): string | undefined {
  const [fix] = findings(code, yaml).flatMap(({ fixes }) => fixes);
  return fix && applyEdits(yaml, fix.edits);
}

/** The titles of all fixes of the first finding of a code. */
export function fixTitles(code: ProblemCode, yaml: string): string[] {
  return findings(code, yaml)[0]?.fixes.map(({ title }) => title) ?? [];
}

/** A rule with this condition, and whatever else belongs to the file. */
export function withCondition(condition: string, more = ''): string {
  return ruleWith({ condition }) + more;
}

/** A rule with these values in place of the usual ones. */
export function ruleWith(values: Readonly<Record<string, string>>): string {
  const usual = {
    rule: 'R',
    desc: 'd',
    condition: 'evt.type = execve',
    output: 'x command=%proc.cmdline user=%user.name',
    priority: 'NOTICE',
  };
  const entries = Object.entries({ ...usual, ...values });
  return `${entries.map(([key, value], i) => `${i === 0 ? '- ' : '  '}${key}: ${value}`).join('\n')}\n`;
}
