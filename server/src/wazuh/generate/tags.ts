import { toBytes } from '../../falco/evaluate/byte-string.ts';

/** The groups of a rule hold fewer bytes than Wazuh's limit of 2,047. */
const maxGroupBytes = 1_900;

/** The ATT&CK techniques among a rule's tags, like T1059 or T1059.004, each once. */
export function techniques(tags: readonly string[]): readonly string[] {
  const found = tags.map((tag) => /(?:^|[^A-Za-z0-9])(T\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase());
  return [...new Set(found.filter((technique) => technique !== undefined))];
}

/**
 * The Wazuh groups for the other tags, each once, with a comma behind each; those of standards in the form
 * that Wazuh knows. `cut` says that not all of them fit.
 */
export function groupsOf(tags: readonly string[]): { readonly text: string; readonly cut: boolean } {
  const groups = new Set(tags.filter((tag) => techniques([tag]).length === 0).map(groupOf));
  groups.delete('');
  let text = '';
  for (const group of groups) {
    if (toBytes(text + group).length >= maxGroupBytes) return { text, cut: true };
    text += `${group},`;
  }
  return { text, cut: false };
}

/** `PCI_DSS_10.2.5` is `pci_dss_10.2.5` in Wazuh, `NIST_800-53_AU-10` is `nist_800_53_AU.10`. */
function groupOf(tag: string): string {
  const nist = /^nist_800[-_]53_([a-z]+)[-.](\d+)$/i.exec(tag);
  if (nist !== null) return `nist_800_53_${nist[1]!.toUpperCase()}.${nist[2]}`;
  const pci = /^pci_dss_([\d.]+)$/i.exec(tag);
  if (pci !== null) return `pci_dss_${pci[1]}`;
  return tag.replace(/[^\p{L}\p{N}.:/-]+/gu, '_').replace(/^_|_$/g, '');
}
