/**
 * The value of a key in a map that hostile text fills: a new one where there is room.
 * @param most how many keys the map may hold
 * @returns undefined where the key is new and there is no room for it.
 */
export function entryWithin<Value>(
  map: Map<string, Value>,
  key: string,
  most: number,
  make: () => Value,
): Value | undefined {
  const known = map.get(key);
  if (known !== undefined || map.size >= most) return known;
  const made = make();
  map.set(key, made);
  return made;
}
