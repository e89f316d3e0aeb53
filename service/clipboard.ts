/** Tells of links that somebody copies elsewhere: only while the setting is on, and only of what is copied from then on. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '../contract/settings.ts';
import type { Latest } from './publisher/latest.ts';

const period = 1000;
/** Characters: more than this is a document, not a few links. */
const longest = 64 * 1024;

export interface ClipboardOptions {
  /** Left out where there is no desktop: then there is never anything to tell. */
  readonly read: (() => Promise<string>) | undefined;
  readonly settings: Latest<Settings>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between two looks. */
  readonly every?: number;
}

/** Yields texts with links in them. Which of them are worth a word is for the reader to say. */
export async function* watchClipboard({ read, settings, signal, every = period }: ClipboardOptions): AsyncGenerator<string> {
  const wanted = (): boolean => settings.value.clipboardWatch && !signal?.aborted;
  for await (const { clipboardWatch } of settings.watch(signal)) {
    if (!clipboardWatch || !read) continue;
    // What was copied before anybody asked for this is nobody's business.
    let before = await read();
    while (wanted()) {
      await pause(every, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {});
      if (!wanted()) break;
      const text = await read();
      if (text === before) continue;
      before = text;
      if (text.length <= longest && /https?:\/\//i.test(text)) yield text;
    }
  }
}
