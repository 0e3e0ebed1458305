import type { OptionReader, RuleDraft } from '../load/draft.ts';

type Change = Partial<Pick<RuleDraft, 'mail' | 'log' | 'noFullLog' | 'noCounter'>>;

/** What each word changes; `no_ar` is about active responses, which nothing here starts. */
const options: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['alert_by_email', { mail: true }],
  ['no_email_alert', { mail: false }],
  ['log_alert', { log: true }],
  ['no_log', { log: false }],
  ['no_ar', {}],
  ['no_full_log', { noFullLog: true }],
  ['no_counter', { noCounter: true }],
]);

/** These words. */
export const alertOptionNames: readonly string[] = [...options.keys()];

/** `<options>`: exactly one of seven words, in small letters. Source: SEMANTICS.md "Loading" 9. */
export const readAlertOption: OptionReader = (draft, element, { report }) => {
  const change = options.get(element.content);
  if (change === undefined) {
    report('wazuh-option-value', element.contentSpan, element.content);
    report('wazuh-option', element.nameSpan, element.name, draft.attributes.id!);
    return 'abort';
  }
  Object.assign(draft, change);
  return 'next';
};
