/** The values that checks leave for a field: only some, or all but some. */
export type Values =
  | { readonly kind: 'only'; readonly values: ReadonlySet<string> }
  | { readonly kind: 'without'; readonly values: ReadonlySet<string> };

/** All values but these. */
export function without(values: Iterable<string>): Values {
  return { kind: 'without', values: new Set(values) };
}

/** True where no value is left. */
export function isEmpty({ kind, values }: Values): boolean {
  return kind === 'only' && values.size === 0;
}

/** The values that are in both. */
export function both(a: Values, b: Values): Values {
  if (a.kind === 'without' && b.kind === 'without') return without([...a.values, ...b.values]);
  const [some, others] = a.kind === 'only' ? [a, b] : [b, a];
  const kept = [...some.values].filter((value) => others.values.has(value) === (others.kind === 'only'));
  return { kind: 'only', values: new Set(kept) };
}

/** The values that are in one or in both. */
export function either(a: Values, b: Values): Values {
  return complement(both(complement(a), complement(b)));
}

function complement({ kind, values }: Values): Values {
  return { kind: kind === 'only' ? 'without' : 'only', values };
}

/** The values in words that go on after "is to be" and "but": ``one of `a`, `b` ``. */
export function describe({ kind, values }: Values): string {
  const some = [...values].slice(0, 4).map((value) => `\`${value}\``);
  const more = values.size > some.length ? ' …' : '';
  const list = `${some.join(', ')}${more}`;
  if (kind === 'without') return `none of ${list}`;
  return values.size === 1 ? list : `one of ${list}`;
}
