/** A value that is watched: each reader gets it as it is, and then as it becomes, without what it was in between. */
import { Bell } from './bell.ts';

export class Latest<Value> {
  #value: Value;
  readonly #bells = new Set<Bell>();

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set(value: Value): void {
    this.#value = value;
    for (const bell of this.#bells) bell.ring();
  }

  async *watch(signal?: AbortSignal): AsyncGenerator<Value, void> {
    const bell = new Bell();
    this.#bells.add(bell);
    try {
      do yield this.#value;
      while (await bell.rung(signal));
    } finally {
      this.#bells.delete(bell);
    }
  }
}
