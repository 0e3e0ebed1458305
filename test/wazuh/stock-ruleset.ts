import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadedRuleset, loadRuleset } from '../../server/src/wazuh/engine.ts';
import { factsFolder } from '../support/facts.ts';

/**
 * Wazuh's own ruleset from the folder of facts, as the `ossec.conf` beside it declares it, with the decoders
 * that its test rules use, and with `more` files.
 */
export function stockRuleset(more: Readonly<Record<string, string>> = {}): LoadedRuleset {
  const root = join(factsFolder()!, 'wazuh/ruleset');
  const files = Object.fromEntries(
    ['ruleset/rules', 'etc/rules'].flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => name !== '0215-policy_rules.xml')
        .map((name) => [`${folder}/${name}`, readFileSync(join(root, folder, name), 'utf8')]),
    ),
  );
  const names = [
    'audit-keys',
    'amazon/aws-eventnames',
    'security-eventchannel',
    'malicious-ioc/malware-hashes',
    'malicious-ioc/malicious-ip',
    'malicious-ioc/malicious-domains',
  ];
  const lists = Object.fromEntries(
    names.map((name) => [`etc/lists/${name}`, readFileSync(join(root, 'etc/lists', name), 'utf8')]),
  );
  const tested = /<decoded_as>(test_[^<]*|ow_test|osregex_realloc_test)</g;
  const extraDecoders = [...Object.values(files).join('').matchAll(tested)].map((match) => match[1]!);
  return loadRuleset({ ...files, ...more }, { lists, extraDecoders });
}
