/**
 * A function that is asked once for each object: its answer must depend on nothing but that object. The answer
 * goes when the object does.
 */
export function remembered<Thing extends object, Answer>(
  answer: (thing: Thing) => Answer,
): (thing: Thing) => Answer {
  const known = new WeakMap<Thing, { readonly value: Answer }>();
  return (thing) => {
    let found = known.get(thing);
    if (found === undefined) {
      found = { value: answer(thing) };
      known.set(thing, found);
    }
    return found.value;
  };
}
