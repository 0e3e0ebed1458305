import type { OfProject } from './place.ts';

/** Requests to an installed Falco. */
export interface VerifyRequests {
  /** Has the installed Falco load the rules files, and compares its verdicts with ours; or why it cannot. */
  'falcoWorkbench/verify': {
    readonly params: OfProject;
    readonly result: { readonly text: string } | { readonly problem: string };
  };
}
