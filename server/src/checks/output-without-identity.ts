import { fieldNames, type RuleOutput } from '../workspace/rule-outputs.ts';
import type { Check } from './check.ts';
import { outputFinding, wholeOutput } from './output-finding.ts';

/** What an alert of a source has to say for somebody to act on it. */
interface Identity {
  /** What is missing, after "does not say". */
  readonly what: string;
  /** Fields any of which says it. */
  readonly fields: RegExp;
  readonly example: string;
}

/**
 * By event source. Containers and pods are not asked for: Falco appends their fields to outputs of system
 * calls by itself (ENGINE.md, "Output").
 */
const identities: Readonly<Record<string, readonly Identity[]>> = {
  syscall: [
    { what: 'which process did it', fields: /^(?:proc|thread)\./, example: 'command=%proc.cmdline' },
    {
      what: 'which user did it',
      fields: /^(?:user|group|proc\.loginuid|evt\.arg\.uid)/,
      example: 'user=%user.name',
    },
  ],
  k8s_audit: [
    { what: 'who did it', fields: /^ka\.(?:auth\.|user\.|impuser\.)/, example: 'user=%ka.user.name' },
    {
      what: 'to what it was done',
      fields: /^ka\.(?:target|uri|req|resp)\b/,
      example: 'target=%ka.target.name',
    },
  ],
  aws_cloudtrail: [{ what: 'who did it', fields: /^ct\.(?:user|srcip)/, example: 'user=%ct.user' }],
  okta: [
    { what: 'who did it', fields: /^okta\.(?:actor|client|target\.user)/, example: 'actor=%okta.actor.name' },
  ],
  github: [{ what: 'who did it', fields: /^github\.(?:user|owner|org)/, example: 'user=%github.user' }],
  gcp_auditlog: [{ what: 'who did it', fields: /^gcp\.(?:user|callerIP)/, example: 'user=%gcp.user' }],
};

/** Outputs that leave out who or what the alert is about; those without any field have a finding already. */
export const outputWithoutIdentity: Check = {
  of: 'output',
  *find(output) {
    if (output.fields.length === 0) return;
    for (const { what, example } of missing(output)) {
      yield outputFinding(wholeOutput(output), 'output-without-identity', [what, example]);
    }
  },
};

function missing(output: RuleOutput): Identity[] {
  const names = fieldNames(output);
  return (identities[output.source] ?? []).filter(({ fields }) => !names.some((name) => fields.test(name)));
}
