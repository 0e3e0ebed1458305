import type { OptionReader } from '../load/draft.ts';

const categories = new Set(['firewall', 'ids', 'syslog', 'web-log', 'squid', 'windows', 'ossec']);

/** `<category>`: which of Wazuh's first rules the rule hangs under; JSON events are `syslog`. */
export const readCategory: OptionReader = (draft, element, { report }) => {
  if (!categories.has(element.content)) {
    report('wazuh-category', element.contentSpan, element.content);
    return 'abort';
  }
  draft.category = element.content;
  return 'next';
};
