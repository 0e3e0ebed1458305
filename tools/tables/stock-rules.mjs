// Writes server/src/wazuh/load/stock-rules.generated.json: of each rules file that Wazuh 4.14.7 brings the name,
// the ids of its rules as ranges, and the groups that no file before it has. Nothing else of the rules is taken.
//   node tools/tables/stock-rules.mjs   reads wazuh/ruleset/ruleset/rules in the folder of facts
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '../root.mjs';

const folder = resolve(root, process.env.FALCO_FACTS ?? '../shared', 'wazuh/ruleset/ruleset/rules');
/** Groups that say which paragraph of a standard a rule is about: nobody hangs a rule under those. */
const compliance = /^(?:pci_dss|gpg13|gdpr|hipaa|nist_800_53|tsc)_/i;

const seen = new Set();
const files = readdirSync(folder)
  .filter((name) => /^0\d{3}-.*\.xml$/.test(name))
  .sort()
  .map((name) => tableRow(name, readFileSync(join(folder, name), 'utf8').replace(/<!--[\s\S]*?-->/g, '')));
const table = join(root, 'server/src/wazuh/load/stock-rules.generated.json');
writeFileSync(table, `{"files": [\n${files.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]}\n`);

function tableRow(name, text) {
  const ids = [...text.matchAll(/<rule\s[^>]*\bid="(\d+)"/g)].map(([, id]) => Number(id));
  const named = [...text.matchAll(/<group\s+name="([^"]*)"|<group>([^<]*)</g)];
  const groups = named.flatMap(([, outer, inner]) => (outer ?? inner).split(/[,\s]+/));
  const fresh = [...new Set(groups)].filter(
    (group) => group !== '' && !compliance.test(group) && !seen.has(group),
  );
  for (const group of fresh) seen.add(group);
  return [name, ranges([...new Set(ids)].sort((a, b) => a - b)).join(' '), fresh.join(',')];
}

function ranges(ids) {
  const found = [];
  for (const id of ids) {
    const last = found.at(-1);
    if (last !== undefined && last.end === id - 1) last.end = id;
    else found.push({ start: id, end: id });
  }
  return found.map(({ start, end }) => (start === end ? String(start) : `${start}-${end}`));
}
