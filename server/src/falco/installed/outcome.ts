/** What asking an installed Falco gave: an answer, or why there is none, for people. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };
