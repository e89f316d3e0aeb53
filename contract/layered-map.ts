/**
 * A map that is replaced instead of changed, cheaply: a new one shares with the one that it comes from whatever is the same in both. Copying ten
 * thousand rows for each of ten updates a second would keep the garbage collector busy for nothing.
 */

/** What is laid over the base is copied with every replacement; beyond this part of the base a new base is cheaper. */
const mostOver = 1 / 16;

export class LayeredMap<Key, Value> implements ReadonlyMap<Key, Value> {
  readonly #base: ReadonlyMap<Key, Value>;
  /** Newer values of keys that the base has. */
  readonly #over: ReadonlyMap<Key, Value>;

  private constructor(base: ReadonlyMap<Key, Value>, over: ReadonlyMap<Key, Value>) {
    this.#base = base;
    this.#over = over;
  }

  /** The same map with other values for keys that it has; the order stays. */
  static replaced<K, V>(map: ReadonlyMap<K, V>, changes: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
    const layered = map instanceof LayeredMap ? (map as LayeredMap<K, V>) : new LayeredMap(map, new Map());
    const over = new Map([...layered.#over, ...changes]);
    if (over.size > layered.#base.size * mostOver) return new Map(new LayeredMap(layered.#base, over));
    return new LayeredMap(layered.#base, over);
  }

  get size(): number {
    return this.#base.size;
  }

  get(key: Key): Value | undefined {
    return this.#over.get(key) ?? this.#base.get(key);
  }

  has(key: Key): boolean {
    return this.#base.has(key);
  }

  keys(): MapIterator<Key> {
    return this.#base.keys();
  }

  *values(): Generator<Value, undefined> {
    for (const [key, value] of this.#base) yield this.#over.get(key) ?? value;
  }

  *entries(): Generator<[Key, Value], undefined> {
    for (const [key, value] of this.#base) yield [key, this.#over.get(key) ?? value];
  }

  [Symbol.iterator](): Generator<[Key, Value], undefined> {
    return this.entries();
  }

  forEach(tell: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void): void {
    for (const [key, value] of this) tell(value, key, this);
  }
}
