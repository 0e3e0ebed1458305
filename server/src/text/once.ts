/**
 * What `make` gives, made at the first call and kept. For tables that most runs never look into: what a process
 * makes before its first answer is what people wait for.
 */
export function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
