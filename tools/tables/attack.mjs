#!/usr/bin/env node
// Writes server/src/falco/tables/attack.generated.json from MITRE's own STIX bundle of the enterprise matrix
// (enterprise-attack-<version>.json of https://github.com/mitre-attack/attack-stix-data, about 50 MB, not kept here).
//   node tools/tables/attack.mjs enterprise-attack-17.1.json            writes the file
//   node tools/tables/attack.mjs enterprise-attack-17.1.json --check    exits 1 where the committed file is stale
// Only ids, names and which technique serves which tactic are taken over, with the notice that MITRE asks for.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const table = join(root, 'server/src/falco/tables/attack.generated.json');

/**
 * The table's text, one row a line so that diffs read well.
 * @param {{ objects: any[] }} bundle a STIX bundle
 * @returns {string}
 */
export function attackTable({ objects }) {
  const current = objects.filter((each) => !each.revoked && !each.x_mitre_deprecated);
  const collection = current.find(({ type }) => type === 'x-mitre-collection');
  if (collection === undefined) throw new Error('The bundle does not say which version of ATT&CK it is.');
  const tactics = current
    .filter(({ type }) => type === 'x-mitre-tactic')
    .map((tactic) => [idOf(tactic), tactic.x_mitre_shortname.replaceAll('-', '_')])
    .sort(byId);
  const numbers = new Map(tactics.map(([, name], index) => [name.replaceAll('_', '-'), index]));
  const techniques = current
    .filter(({ type }) => type === 'attack-pattern')
    .map((technique) => [idOf(technique), [technique.name, ...tacticNumbers(technique, numbers)]])
    .sort(byId);
  const { x_mitre_version: version, modified } = collection;
  return written(version, new Date(modified).getUTCFullYear(), tactics, techniques);
}

function idOf({ external_references }) {
  return external_references.find(({ source_name }) => source_name === 'mitre-attack').external_id;
}

function tacticNumbers({ kill_chain_phases }, numbers) {
  const phases = kill_chain_phases.filter(({ kill_chain_name }) => kill_chain_name === 'mitre-attack');
  return phases.map(({ phase_name }) => numbers.get(phase_name));
}

function byId([a], [b]) {
  return a < b ? -1 : 1;
}

function written(version, year, tactics, techniques) {
  const rows = techniques.map(([id, value]) => `"${id}": ${rowOf(value)}`);
  const notice = `Names of tactics and techniques: MITRE ATT&CK, (c) ${year} The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.`;
  return `{
"version": ${JSON.stringify(version)},
"notice": ${JSON.stringify(notice)},
"tactics": [
${tactics.map(rowOf).join(',\n')}
],
"techniques": {
${rows.join(',\n')}
}
}
`;
}

function rowOf(values) {
  return `[${values.map((each) => JSON.stringify(each)).join(', ')}]`;
}

function main([path, option]) {
  if (path === undefined) {
    console.error('Name the STIX bundle: node tools/tables/attack.mjs enterprise-attack-17.1.json [--check]');
    process.exit(2);
  }
  const text = attackTable(JSON.parse(readFileSync(path, 'utf8')));
  const isStale = readFileSync(table, 'utf8') !== text;
  if (option === '--check' && isStale) {
    console.error(`Stale: ${table}. Run: node tools/tables/attack.mjs ${path}`);
    process.exit(1);
  }
  if (option !== '--check' && isStale) writeFileSync(table, text);
  console.log(isStale ? `Wrote ${table}.` : 'The table is up to date.');
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
