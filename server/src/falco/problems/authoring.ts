import { kind } from './kind.ts';

/**
 * Problems that Falco does not report: what our own checks find in rules that load, or that a person would
 * want to hear of before Falco fails. Each has its check in `checks/`.
 */
export const authoringProblems = {
  'undefined-list': kind(
    'warning',
    (name: string) => `There is no list \`${name}\`: Falco compares with the text \`${name}\` itself.`,
  ),
  'quoted-list': kind(
    'warning',
    (name: string) => `In quotes \`${name}\` is a text, not the list of that name. Leave the quotes out.`,
  ),
  'list-defined-later': kind(
    'warning',
    (name: string, list: string) =>
      `The list \`${name}\` is defined after \`${list}\`, so here it is only a text. Move its definition up.`,
  ),
  'macro-as-list': kind(
    'warning',
    (name: string) =>
      `\`${name}\` is a macro, not a list: Falco compares with the text \`${name}\`. Use the macro by itself: \`and ${name}\`.`,
  ),
  'duplicate-name': kind(
    'warning',
    (what: string, name: string, line: number) =>
      `This replaces the ${what} \`${name}\` of line ${line}. Rename one of them, or say \`override\`.`,
  ),
  'duplicate-key': kind(
    'warning',
    (key: string) =>
      `The key \`${key}\` stands here a second time: Falco takes the first and ignores this one.`,
  ),
  'redefined-elsewhere': kind(
    'info',
    (what: string, name: string, file: string, line: number) =>
      `This replaces the whole ${what} \`${name}\` of ${file}, line ${line}, with all that was appended to it.`,
  ),
  'replace-without-target': kind(
    'warning',
    (what: string, name: string) =>
      `No ${what} \`${name}\` is loaded before this item, so nothing is replaced: this defines it.`,
  ),
  'misleading-name': kind(
    'hint',
    (name: string) =>
      `\`${name}\` reads like a negation: \`not ${name}\` means the opposite of what it says.`,
  ),
  'never-holds': kind(
    'warning',
    (field: string, here: string, before: string) =>
      `This can never hold: \`${field}\` is to be ${here} here, but ${before} by what stands before it.`,
  ),
  'always-holds': kind(
    'warning',
    (field: string) =>
      `This holds for every value of \`${field}\`. \`and\` is probably meant, or \`not … in (…)\`.`,
  ),
  'repeated-check': kind('info', (text: string) => `\`${text}\` stands here twice. Leave one of them out.`),
  'glob-in-equality': kind(
    'warning',
    (value: string, operator: string) =>
      `\`${operator}\` takes \`${value}\` letter by letter: \`*\` stands for itself. Use \`glob\`.`,
  ),
  'output-without-fields': kind(
    'info',
    () => 'The output names no field: every alert of this rule reads the same. Add e.g. `%proc.cmdline`.',
  ),
  'output-without-identity': kind(
    'hint',
    (what: string, example: string) => `The output does not say ${what}. Add e.g. \`${example}\`.`,
  ),
  'output-secret': kind(
    'info',
    (field: string, what: string) => `\`%${field}\` puts ${what} into alerts, secrets included.`,
  ),
  'output-mixed-labels': kind(
    'hint',
    () => 'Some fields are labelled `name=%field`, others `name: %field`. Use one form.',
  ),
  'no-tags': kind(
    'hint',
    () => 'The rule has no tags: it cannot be chosen or left out by tag, nor counted by technique.',
  ),
  'unknown-attack-tag': kind(
    'info',
    (tag: string, what: string) => `MITRE ATT&CK has no ${what} \`${tag}\`.`,
  ),
  'attack-tags-disagree': kind(
    'hint',
    (technique: string, tactics: string) =>
      `${technique} belongs to ${tactics}, none of which is among the tags.`,
  ),
  'maturity-tag': kind('hint', (reason: string) => `The maturity tag is wrong: ${reason}.`),
  'costly-check-first': kind(
    'hint',
    (operator: string) =>
      `\`${operator}\` is costly and is tried on every event here. Put the check of \`evt.type\` before it.`,
  ),
  'all-ancestors': kind(
    'hint',
    (field: string, event: string) =>
      `\`${field}\` without an index walks up all ancestors for every \`${event}\`. Name one, e.g. \`${field}[2]\`, or check it last.`,
  ),
  'newer-than-engine': kind(
    'error',
    (what: string, since: string, engine: string, target: string) =>
      `${what} exists since Falco ${since} (engine ${engine}); the engine checked for is ${target}.`,
  ),
} as const;
