import type { FalcoAlert } from './alert.ts';
import { alertJson } from './line.ts';

/** A way in which an alert does not survive CEF whole: the parser function cannot know better. */
export interface CefLoss {
  readonly code: CefLossCode;
  /** What happens, in a sentence for people. */
  readonly reason: string;
  /** True for an alert that it can happen to. */
  readonly concerns: (alert: FalcoAlert) => boolean;
}

/** What CEF does to a value on its way. */
export type CefLossCode =
  | 'line-break'
  | 'pair-in-value'
  | 'field-in-value'
  | 'blank'
  | 'no-value'
  | 'list'
  | 'cut'
  | 'odd-field-name'
  | 'header';

/**
 * All that CEF loses or lets a value forge (FALCOSIDEKICK.md; what becomes of a line in the workspace is
 * modelled on one field observation). A query over CEF differs from Falco's condition for no other reason.
 */
export const cefLosses: readonly CefLoss[] = [
  loss(
    'line-break',
    'A line break in a value ends the event: what follows is lost.',
    ({ output, ...alert }) => [output, ...texts(alert)].some((text) => text.includes('\n')),
  ),
  loss(
    'pair-in-value',
    'A word before `=` in a value begins a pair of CEF: the rest of the value goes to another column or field.',
    ({ output, ...alert }) =>
      texts(alert).some((text) => /\s[A-Za-z_]\w*=|;tags=|outputfields=/.test(text)) ||
      output.includes('outputfields='),
  ),
  loss('field-in-value', 'What looks like a field and a colon in a value begins a field.', (alert) =>
    texts(alert).some((text) => /[\s;\x00-\x20][a-z][\w.]*(\[[^\]]*\])?:/.test(text)),
  ),
  loss(
    'blank',
    'Semicolons, tabs and control characters in a value become blanks, blanks at its end are lost.',
    (alert) => texts(alert).some((text) => /[;\x00-\x1f\u0085\u00a0\ufeff\u2028\u2029]|^\s|\s$/.test(text)),
  ),
  loss('no-value', 'The text `<nil>` is no value.', (alert) => texts(alert).includes('<nil>')),
  loss('list', 'The values of a list cannot be told apart.', ({ output_fields }) =>
    Object.values(output_fields).some((value) => typeof value === 'object' && value !== null),
  ),
  loss('cut', 'In an alert of more than 4,096 bytes values are cut to 512.', (alert) => {
    return texts(alert).some((text) => text.length > 512) && alertJson(alert).length > 1000;
  }),
  loss(
    'odd-field-name',
    'A field without a dot in its name is part of the value before it, unless a column reads it.',
    (alert) =>
      Object.keys(alert.output_fields).some((key) => !/^[a-z][a-z0-9_]*(\.\w+)+(\[[^\];]*\])?$/.test(key)),
  ),
  loss('header', 'A bar in the name of the rule ends the name.', ({ rule }) => /[|\n]/.test(rule)),
];

/** The ways in which an alert does not survive CEF whole. */
export function lossesOf(alert: FalcoAlert): readonly CefLoss[] {
  return cefLosses.filter(({ concerns }) => concerns(alert));
}

function loss(code: CefLossCode, reason: string, concerns: CefLoss['concerns']): CefLoss {
  return { code, reason, concerns };
}

/** The values of an alert's fields that are texts. */
function texts({ output_fields }: Pick<FalcoAlert, 'output_fields'>): string[] {
  return Object.values(output_fields).filter((value) => typeof value === 'string');
}
