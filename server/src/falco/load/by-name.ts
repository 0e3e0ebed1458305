import { sameItems } from './same-items.ts';

interface Named {
  readonly name: string;
}

/**
 * Things by their names, each of another name, in their order. It shares what it knows of names with the one of
 * the load before: most edits leave all names as they are.
 */
export class ByName<Thing extends Named> implements ReadonlyMap<string, Thing> {
  private constructor(
    private readonly things: readonly Thing[],
    private readonly places: ReadonlyMap<string, number>,
  ) {}

  /** @param last that of the load before; the same object where the things are the same. */
  static of<Thing extends Named>(things: readonly Thing[], last: ByName<Thing> | undefined): ByName<Thing> {
    if (last !== undefined && sameItems(things, last.things)) return last;
    if (last !== undefined && sameNames(things, last.things)) return new ByName(things, last.places);
    const places = new Map<string, number>();
    for (let i = 0; i < things.length; i++) places.set(things[i]!.name, i);
    return new ByName(things, places);
  }

  get size(): number {
    return this.things.length;
  }

  get(name: string): Thing | undefined {
    const place = this.places.get(name);
    return place === undefined ? undefined : this.things[place];
  }

  has(name: string): boolean {
    return this.places.has(name);
  }

  keys(): MapIterator<string> {
    return this.places.keys() as MapIterator<string>;
  }

  values(): MapIterator<Thing> {
    return this.things.values();
  }

  *entries(): MapIterator<[string, Thing]> {
    for (const thing of this.things) yield [thing.name, thing];
  }

  [Symbol.iterator](): MapIterator<[string, Thing]> {
    return this.entries();
  }

  forEach(visit: (thing: Thing, name: string, all: ReadonlyMap<string, Thing>) => void): void {
    for (const thing of this.things) visit(thing, thing.name, this);
  }
}

function sameNames(some: readonly Named[], others: readonly Named[]): boolean {
  if (some.length !== others.length) return false;
  for (let i = 0; i < some.length; i++) {
    if (some[i] !== others[i] && some[i]!.name !== others[i]!.name) return false;
  }
  return true;
}
