/** What a window is told to do. What is said before a window listens is kept for it; each command is carried out once. */
import type { WindowCommand } from '../contract/desktop.ts';
import { Bell } from './publisher/bell.ts';

export class Commands {
  #waiting: WindowCommand[] = [];
  readonly #bells = new Set<Bell>();

  send(command: WindowCommand): void {
    this.#waiting.push(command);
    for (const bell of this.#bells) bell.ring();
  }

  async *watch(signal?: AbortSignal): AsyncGenerator<WindowCommand, void> {
    const bell = new Bell();
    this.#bells.add(bell);
    try {
      do {
        for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) yield next;
      } while (await bell.rung(signal));
    } finally {
      this.#bells.delete(bell);
    }
  }
}
