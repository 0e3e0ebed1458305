import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import type { WazuhEvent } from '../evaluate/event.ts';
import type { OptionReader } from '../load/draft.ts';
import { ranks } from './condition.ts';

/** The tests built into Wazuh that a rule may name. Source: the behaviour of 4.14.7. */
const compiledRules: ReadonlyMap<string, (event: WazuhEvent) => boolean> = new Map([
  ['comp_srcuser_dstuser', sameUser],
  ['check_id_size', (event: WazuhEvent) => (event.statics.id?.length ?? 0) >= 10],
  ['comp_mswin_targetuser_calleruser_diff', differentAccounts],
  ['is_simple_http_request', simpleRequest],
  ['is_valid_crawler', knownCrawler],
]);

/** `<compiled_rule>`: a test by name. */
export const readCompiledRule: OptionReader = (draft, element, { report }) => {
  const test = compiledRules.get(element.content);
  if (test === undefined) {
    report('wazuh-compiled-rule', element.contentSpan, element.content);
    report('wazuh-invalid-configuration', element.contentSpan, element.name, element.content);
    return 'abort';
  }
  draft.conditions.push({
    option: 'compiled_rule',
    subject: 'log',
    wanted: element.content,
    negated: false,
    span: element.span,
    rank: ranks.log,
    valueIn: (event) => event.log,
    holds: test,
  });
  return 'next';
};

function sameUser({ statics: { srcuser, dstuser } }: WazuhEvent): boolean {
  return !srcuser || !dstuser || srcuser === dstuser;
}

function simpleRequest({ statics: { url } }: WazuhEvent): boolean {
  return url !== undefined && !url.includes('?');
}

function differentAccounts({ log }: WazuhEvent): boolean {
  const target = accountAfter(log, 'Target Account Name');
  const caller = accountAfter(log, 'Caller User Name');
  return target !== undefined && caller !== undefined && target !== caller;
}

/** What stands between the colon after a label and the next tab or double space. */
function accountAfter(log: ByteString, label: string): ByteString | undefined {
  const start = log.indexOf(label);
  const colon = start < 0 ? -1 : log.indexOf(':', start);
  return colon < 0 ? undefined : log.slice(colon + 1).split(/\t| {2}/)[0];
}

/** The log starts with an address of a search engine of old. */
function knownCrawler({ log }: WazuhEvent): boolean {
  return crawlers.some((start) => log.startsWith(start));
}

const crawlers = ['66.249.', '72.14.', '209.85.', '65.55.', '207.46.', '74.6.', '72.30.', '67.195.'];
