/** Asks a release feed for a newer version, once a day at most, and tells of it. It downloads nothing. */
import type { DesktopState, UpdateState } from '../contract/desktop.ts';
import type { Settings } from '../contract/settings.ts';
import type { Log } from './log.ts';
import type { Latest } from './publisher/latest.ts';

const day = 24 * 60 * 60 * 1000;
/** After the start, so that the window and the downloads come first. */
const soon = 5_000;
const patience = 20_000;
/** A feed says a few lines. */
const longest = 256 * 1024;

export interface UpdateSource {
  /** What tells the newest version; null where there is nothing to ask. */
  readonly feed: string | null;
  /** Over the proxies that are set. */
  readonly fetch: (url: string, options: { readonly signal: AbortSignal }) => Promise<Response>;
}

export interface UpdatesOptions extends UpdateSource {
  readonly state: Latest<DesktopState>;
  readonly version: string;
  readonly settings: () => Settings;
  readonly remember: (answer: Settings['updateAnswer']) => void;
  readonly log: Log;
}

export class Updates {
  readonly #options: UpdatesOptions;
  #timer: NodeJS.Timeout | null = null;
  /** By this program, whether or not the answer could be stored. */
  #askedAt = 0;
  #closed = false;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    this.#show();
    this.follow();
  }

  /** Plans the next question, as the settings want it now. */
  follow(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const { checkForUpdates, updateAnswer } = this.#options.settings();
    if (!checkForUpdates || this.#options.feed === null) return;
    const due = Math.max(updateAnswer?.at ?? 0, this.#askedAt) + day - Date.now();
    // A clock that was set back must not put it off for longer than a day.
    this.#timer = setTimeout(() => void this.check(), Math.max(soon, Math.min(day, due))).unref();
  }

  /** Asks now. False when there was no answer to be understood. */
  async check(): Promise<boolean> {
    const { feed, fetch, remember, log } = this.#options;
    if (feed === null) return false;
    const at = (this.#askedAt = Date.now());
    let release: Release | null = null;
    try {
      const response = await fetch(feed, { signal: AbortSignal.timeout(patience) });
      release = response.ok ? readRelease((await response.text()).slice(0, longest)) : null;
      if (!release) log('warn', 'the release feed was not understood', { status: response.status });
    } catch (error) {
      log('info', 'the release feed could not be reached', { reason: String(error) });
    }
    if (this.#closed) return false;
    // Also without an answer: a feed that is away is not asked all day long. What was known before stays known.
    try {
      remember({ at, ...(release ?? this.#known()) });
    } catch (error) {
      log('warn', 'the answer of the release feed could not be stored', { error });
    }
    this.#show();
    this.follow();
    return release !== null;
  }

  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #known(): Release {
    const { version, address } = this.#options.settings().updateAnswer ?? { version: this.#options.version, address: null };
    return { version, address };
  }

  #show(): void {
    const { state, feed, version, settings } = this.#options;
    const { updateAnswer } = settings();
    const newer = updateAnswer && isNewer(updateAnswer.version, version) ? updateAnswer : null;
    const updates: UpdateState = {
      possible: feed !== null,
      newer: newer && { version: newer.version, address: newer.address },
      checkedAt: updateAnswer?.at ?? null,
    };
    state.set({ ...state.value, updates });
  }
}

interface Release {
  readonly version: string;
  readonly address: string | null;
}

/** A feed's answer: JSON with a version, as a forge tells of its latest release as well, or the lines that electron-builder publishes. */
export function readRelease(text: string): Release | null {
  const facts = readJson(text) ?? readLines(text);
  const version = textOf(facts['version']) ?? textOf(facts['tag_name']);
  const [, plain] = /^v?(\d+\.\d+\.\d+(?:-[\w.-]+)?)$/.exec(version ?? '') ?? [];
  if (plain === undefined) return null;
  const address = URL.parse(textOf(facts['html_url']) ?? textOf(facts['url']) ?? '');
  return { version: plain, address: address?.protocol === 'https:' || address?.protocol === 'http:' ? address.href : null };
}

function readJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Of YAML, just what a feed says at its top. */
const readLines = (text: string): Record<string, unknown> =>
  Object.fromEntries(Array.from(text.matchAll(/^(\w+):[ \t]*['"]?(.*?)['"]?[ \t]*$/gm), ([, name, value]) => [name, value]));

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** By its numbers. What is still being tried out (`2.0.0-beta.1`) is never newer. */
export function isNewer(version: string, than: string): boolean {
  if (version.includes('-')) return false;
  const numbers = (text: string): number[] => (text.split(/[-+]/)[0] ?? '').split('.').map(Number);
  const [ours, theirs] = [numbers(than), numbers(version)];
  for (const [index, number] of theirs.entries()) {
    const difference = number - (ours[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  // The same numbers: what was tried out is finished now.
  return than.includes('-');
}
