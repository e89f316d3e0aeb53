/** The service's side of the desktop: what windows are told to do, what happens when all is done, and whether there is a newer version. */
import type { DesktopState, Ending, WindowCommand } from '../contract/desktop.ts';
import { endings } from '../contract/endings.ts';
import type { Settings } from '../contract/settings.ts';
import { DownloadError } from '../contract/errors.ts';
import type { EngineEvent } from '../engine/types.ts';
import type { DesktopActions, DesktopApi } from './api.ts';
import { Commands } from './commands.ts';
import type { Log } from './log.ts';
import { Latest } from './publisher/latest.ts';
import { Updates, type UpdateSource } from './updates.ts';
import { WhenDone, type WhenDoneOptions } from './when-done.ts';

export interface DesktopSideOptions {
  readonly actions: DesktopActions;
  readonly updates: UpdateSource;
  readonly version: string;
  readonly settings: () => Settings;
  readonly updateSettings: (changes: Pick<Settings, 'updateAnswer'>) => void;
  readonly downloads: WhenDoneOptions['downloads'];
  readonly log: Log;
}

export class DesktopSide implements DesktopApi {
  readonly #actions: DesktopActions;
  readonly #commands = new Commands();
  readonly #state: Latest<DesktopState>;
  readonly #whenDone: WhenDone;
  readonly #updates: Updates;

  constructor({ actions, updates, version, settings, updateSettings, downloads, log }: DesktopSideOptions) {
    this.#actions = actions;
    const possible = actions.endings ?? [];
    const state = (this.#state = new Latest<DesktopState>({
      endings: endings.filter((ending) => possible.includes(ending)),
      whenDone: null,
      endsAt: null,
      kept: null,
      updates: { possible: false, newer: null, checkedAt: null },
    }));
    this.#whenDone = new WhenDone({ state, downloads, end: async (ending) => actions.end?.(ending), log });
    const remember = (updateAnswer: Settings['updateAnswer']): void => updateSettings({ updateAnswer });
    this.#updates = new Updates({ ...updates, state, version, settings, remember, log });
  }

  state(): DesktopState {
    return this.#state.value;
  }

  watch(signal?: AbortSignal): AsyncGenerator<DesktopState> {
    return this.#state.watch(signal);
  }

  commands(signal?: AbortSignal): AsyncGenerator<WindowCommand> {
    return this.#commands.watch(signal);
  }

  command(command: WindowCommand): void {
    this.#commands.send(command);
  }

  async chooseFolder(from: string): Promise<string | null> {
    return (await this.#actions.chooseFolder?.(from)) ?? null;
  }

  whenDone(ending: Ending | null): void {
    if (ending !== null && !this.#state.value.endings.includes(ending)) {
      throw new DownloadError('BAD_INPUT', 'This cannot be done here when all downloads are done.');
    }
    this.#whenDone.choose(ending);
  }

  endNow(): void {
    this.#whenDone.hurry();
  }

  dismiss(): void {
    this.#whenDone.dismiss();
  }

  checkForUpdate(): Promise<boolean> {
    return this.#updates.check();
  }

  heard(event: EngineEvent): void {
    this.#whenDone.heard(event);
  }

  added(): void {
    this.#whenDone.added();
  }

  followSettings(): void {
    this.#updates.follow();
  }

  close(): void {
    this.#whenDone.close();
    this.#updates.close();
  }
}
