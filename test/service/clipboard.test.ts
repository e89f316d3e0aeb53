import { afterEach, beforeEach, expect, it } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import { watchClipboard } from '../../service/clipboard.ts';
import { Latest } from '../../service/publisher/latest.ts';

let settings: Latest<Settings>;
let end: AbortController;
let clipboard: string;
let reads: number;

beforeEach(() => {
  settings = new Latest(Settings.parse({ clipboardWatch: true }));
  end = new AbortController();
  clipboard = 'https://host.example/before.zip';
  reads = 0;
});
afterEach(() => end.abort());

/** Each look is a promise of its own, so that a test can tell when it has happened. */
let looked = Promise.withResolvers<void>();
const read = async (): Promise<string> => {
  reads++;
  looked.resolve();
  looked = Promise.withResolvers();
  return clipboard;
};
const watch = () => watchClipboard({ read, settings, signal: end.signal, every: 1 });

it('tells of links that are copied, each time once, and of nothing that was there before', async () => {
  const told = watch();
  let next = told.next();
  await looked.promise;
  await looked.promise;
  clipboard = 'no link';
  await looked.promise;
  await looked.promise;
  clipboard = 'https://host.example/one.zip';
  expect((await next).value).toBe('https://host.example/one.zip');

  next = told.next();
  await looked.promise;
  await looked.promise;
  clipboard = `https://host.example/${'x'.repeat(70_000)}`;
  await looked.promise;
  await looked.promise;
  clipboard = 'see HTTP://host.example/two.zip';
  expect((await next).value).toBe('see HTTP://host.example/two.zip');
});

it('reads nothing while the setting is off, and forgets what is copied meanwhile', async () => {
  settings.set({ ...settings.value, clipboardWatch: false });
  const told = watch();
  const next = told.next();
  await new Promise(setImmediate);
  expect(reads).toBe(0);

  clipboard = 'https://host.example/meanwhile.zip';
  settings.set({ ...settings.value, clipboardWatch: true });
  await looked.promise;
  await looked.promise;
  clipboard = 'https://host.example/after.zip';
  expect((await next).value).toBe('https://host.example/after.zip');

  const rest = told.next();
  settings.set({ ...settings.value, clipboardWatch: false });
  clipboard = 'https://host.example/off.zip';
  settings.set({ ...settings.value, clipboardWatch: true });
  settings.set({ ...settings.value, clipboardWatch: false });
  end.abort();
  expect(await rest).toEqual({ done: true, value: undefined });
});

it('waits for the end where there is no clipboard', async () => {
  const told = watchClipboard({ read: undefined, settings, signal: end.signal }).next();
  end.abort();
  expect((await told).done).toBe(true);
});
