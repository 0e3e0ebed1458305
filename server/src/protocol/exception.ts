import type { FileRange } from './place.ts';

/** Requests that make exceptions of alerts. */
export interface ExceptionRequests {
  /** The fields of an alert, given as text, that an exception of its rule can look at; or why there are none. */
  'falcoWorkbench/exception/fields': {
    readonly params: { readonly alert: string };
    readonly result:
      | { readonly rule: string; readonly fields: readonly ExceptionChoice[] }
      | { readonly reason: string };
  };
  /** The change that adds an exception for the values that an alert has in some fields; or why there is none. */
  'falcoWorkbench/exception/add': {
    readonly params: { readonly alert: string; readonly fields: readonly string[] };
    readonly result:
      | { readonly edits: readonly (FileRange & { readonly newText: string })[] }
      | { readonly reason: string };
  };
}

/** A field of an alert with its value as a condition writes it; `usual` for those that are chosen at first. */
export interface ExceptionChoice {
  readonly name: string;
  readonly value: string;
  readonly usual: boolean;
}
