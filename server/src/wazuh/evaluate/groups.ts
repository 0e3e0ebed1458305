import { type ByteString, toText } from '../../falco/evaluate/byte-string.ts';

/** The groups of a rule as an alert shows them. */
export interface AlertGroups {
  readonly groups: readonly string[];
  /** Requirements by standard, taken out of groups like `pci_dss_10.2.1`. */
  readonly compliance: Readonly<Record<string, readonly string[]>>;
}

const standards = ['pci_dss', 'cis', 'gdpr', 'gpg13', 'hipaa', 'nist_800_53', 'tsc'];

/** Splits the group text of a rule at its commas. Source: the recorded answers, and the behaviour of 4.14.7. */
export function alertGroups(group: ByteString): AlertGroups {
  const groups: string[] = [];
  const compliance: Record<string, string[]> = {};
  for (const name of toText(group).split(',')) {
    if (name === '') continue;
    const standard = standards.find((candidate) => name.startsWith(`${candidate}_`));
    if (standard === undefined) groups.push(name);
    else compliance[standard] = [...(compliance[standard] ?? []), name.slice(standard.length + 1)];
  }
  return { groups, compliance };
}
