import type { FilePosition } from './place.ts';

/** Requests for alerts that are made from a rule. */
export interface SampleRequests {
  /** The rules that alerts can be made for, and the one at a place of a rules file. */
  'falcoWorkbench/sample/rules': {
    readonly params: { readonly uri?: string; readonly position?: FilePosition };
    readonly result: { readonly rules: readonly string[]; readonly current?: string };
  };
  /**
   * An alert that the rule fires on and near misses, as JSON lines; or why there is none. The project of the
   * document comes first where several have a rule of this name.
   */
  'falcoWorkbench/sample/alerts': {
    readonly params: { readonly rule: string; readonly uri?: string };
    readonly result: { readonly text: string } | { readonly problem: string };
  };
}
