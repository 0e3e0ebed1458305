import type { XmlElement } from '../xml/document.ts';
import { readRule } from './build-rule.ts';
import type { OptionContext } from './draft.ts';
import type { Report } from './message.ts';
import type { RulesFile } from './read-file.ts';
import type { Rule } from './rule.ts';
import type { RuleAttributes } from './rule-attributes.ts';

/** What an element became, and what was said of it then. */
export interface KeptRule {
  /** All that decides about it beside the element. */
  readonly settings: string;
  readonly file: string;
  readonly overwrite: boolean;
  readonly result: Rule | 'skip' | 'abort';
  /** Says it again. */
  readonly said: readonly ((report: Report) => void)[];
}

/**
 * As `readRule`, but a text that was read before the load keeps what its elements became: an edit of one file
 * makes anew only the rules of that file, as long as decoders and lists stay the same.
 */
export function readKeptRule(
  element: XmlElement,
  attributes: RuleAttributes,
  groupName: string,
  { name, read }: RulesFile,
  context: OptionContext,
): Rule | 'skip' | 'abort' {
  const { report, settings } = context;
  if (read === undefined) return readRule(element, attributes, groupName, name, context);
  const { overwrite } = attributes;
  const earlier = read.kept.get(element);
  if (earlier?.settings === settings.key && earlier.file === name && earlier.overwrite === overwrite) {
    for (const say of earlier.said) say(report);
    return earlier.result;
  }
  const said: ((report: Report) => void)[] = [];
  const listening: Report = (code, span, ...args) => {
    const say = (to: Report) => to(code, span, ...args);
    said.push(say);
    say(report);
  };
  const result = readRule(element, attributes, groupName, name, { ...context, report: listening });
  read.kept.set(element, { settings: settings.key, file: name, overwrite, result, said });
  return result;
}
