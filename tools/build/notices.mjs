import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';

/**
 * The licence texts of every npm package that went into the bundles: their licences ask for it.
 * @param {Iterable<string>} inputs source files of the bundles, from the root
 * @returns {string}
 */
export function thirdPartyNotices(inputs) {
  const folders = new Set([...inputs].map(packageFolder).filter((folder) => folder !== undefined));
  const notices = [...folders].sort().map(notice);
  return `The files in this folder contain these packages and data.\n\n${notices.join('\n')}${dataNotice()}`;
}

/** What the owner of the names of techniques and tactics asks for. */
function dataNotice() {
  const file = join(root, 'server/src/falco/tables/attack.generated.json');
  const { version, notice } = JSON.parse(readFileSync(file, 'utf8'));
  return `\n${'='.repeat(80)}\nMITRE ATT&CK ${version}\n\n${notice}\n`;
}

/** @param {string} file */
function packageFolder(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

/** @param {string} folder */
function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const licenceFile = readdirSync(join(root, folder)).find((file) => /^licen[cs]e/i.test(file));
  const text = licenceFile ? readFileSync(join(root, folder, licenceFile), 'utf8').trim() : '';
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`;
}
