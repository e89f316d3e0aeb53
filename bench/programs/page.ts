/**
 * The built window with 10,000 downloads, 50 of them active and told of ten times a second: how soon it is there, how smoothly it
 * moves, and what it costs.
 *
 *   node page.ts MINUTES
 *
 * MINUTES for which the growth of its memory is watched; none at all when 0.
 */
import { setTimeout as pass } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';
import { openStageWindow } from './stage-window.ts';

const steadySeconds = 10;
const minutes = Number(process.argv[2] ?? 0);

const opened = await openStageWindow('tenThousand');
const { page } = opened;
const processes = await opened.browser.newBrowserCDPSession();
const inspector = await page.context().newCDPSession(page);

const paint = await firstPaint(page, opened.address);
await pass(2000);
const steady = await steadyCost(processes, inspector);
const scroll = await framesWhile(page, scrollThrough);
const search = await framesWhile(page, typeSearch);
const sort = await framesWhile(page, sortByHeads);
const filter = await framesWhile(page, showGroups);
const hidden = await hiddenRate(page, inspector);
const growth = minutes > 0 ? await heapGrowth(inspector, minutes) : null;
await opened.close();
console.log(JSON.stringify({ paint, ...steady, scroll, search, sort, filter, hidden, growth }));
process.exit();

/** Milliseconds from asking for the page until its first rows are on the screen. */
async function firstPaint(window: Page, address: string): Promise<number> {
  await window.addInitScript(() => {
    const look = (): void => {
      if (document.querySelector('li.row')) requestAnimationFrame(() => performance.mark('rows'));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await window.goto(address);
  await window.waitForFunction(() => performance.getEntriesByName('rows').length > 0);
  return window.evaluate(() => performance.getEntriesByName('rows')[0]?.startTime ?? 0);
}

interface Steady {
  /** Of a second's 1000 ms. */
  readonly cpu: number;
  readonly kilobytes: number;
  /** Messages of the list that reached the window in a second. */
  readonly updates: number;
}

async function steadyCost(browserSession: CDPSession, session: CDPSession): Promise<Steady> {
  const renderer = await rendererTime(browserSession);
  await pass(steadySeconds * 1000);
  const cpu = ((await rendererTime(browserSession)) - renderer) / steadySeconds;
  const { bytes, messages } = await received(session, steadySeconds);
  return { cpu: cpu * 1000, kilobytes: bytes / 1000 / steadySeconds, updates: messages / steadySeconds };
}

/** Seconds of CPU of the page's process. */
async function rendererTime(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** Listened to apart from the other measurements, for listening costs as well. */
async function received(session: CDPSession, seconds: number): Promise<{ bytes: number; messages: number }> {
  let bytes = 0;
  let messages = 0;
  const count = ({ response }: { response: { payloadData: string } }): void => {
    bytes += Buffer.byteLength(response.payloadData);
    messages++;
  };
  await session.send('Network.enable');
  session.on('Network.webSocketFrameReceived', count);
  await pass(seconds * 1000);
  session.off('Network.webSocketFrameReceived', count);
  await session.send('Network.disable');
  return { bytes, messages };
}

interface Frames {
  /** Milliseconds between frames. */
  readonly usual: number;
  readonly longest: number;
  /** Part of the frames that came later than a display of 60 a second wants them. */
  readonly late: number;
}

async function framesWhile(window: Page, act: (window: Page) => Promise<void>): Promise<Frames> {
  await window.evaluate(() => {
    const watch = { frames: [] as number[], last: performance.now(), on: true };
    const look = (now: number): void => {
      watch.frames.push(now - watch.last);
      watch.last = now;
      if (watch.on) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Object.assign(globalThis, { watch });
  });
  await act(window);
  const frames = await window.evaluate(() => {
    const { watch } = globalThis as unknown as { watch: { frames: number[]; on: boolean } };
    watch.on = false;
    return watch.frames.slice(1);
  });
  const sorted = frames.toSorted((a, b) => a - b);
  return {
    usual: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
    longest: sorted.at(-1) ?? 0,
    // Half a frame of tolerance: what is not late shows in the next one at most.
    late: frames.filter((time) => time > 25).length / frames.length,
  };
}

/** As fast as a hand turns a wheel: a screen in a fifth of a second, down and up again. */
async function scrollThrough(window: Page): Promise<void> {
  await window.evaluate(async () => {
    const scroller = document.querySelector('.list-scroller');
    for (let frame = 0; frame < 360; frame++) {
      scroller?.scrollBy(0, frame < 240 ? 75 : -75);
      await new Promise(requestAnimationFrame);
    }
  });
}

async function typeSearch(window: Page): Promise<void> {
  const field = window.getByRole('searchbox');
  await field.pressSequentially('collection-09 iso', { delay: 60 });
  await pass(300);
  await field.fill('');
  await pass(500);
}

async function sortByHeads(window: Page): Promise<void> {
  for (const name of ['Name', 'Size', 'Progress', 'Status', 'Added']) {
    await window.getByRole('columnheader', { name, exact: true }).getByRole('button').click();
    await pass(400);
  }
}

async function showGroups(window: Page): Promise<void> {
  const groups = window.getByRole('navigation');
  for (const name of [/^Completed/, /^Active/, /^Failed/, /^All/]) {
    await groups.getByRole('button', { name }).click();
    await pass(400);
  }
}

/** Messages a second to a window that nobody sees. */
async function hiddenRate(window: Page, session: CDPSession): Promise<number> {
  const show = (state: DocumentVisibilityState): Promise<void> =>
    window.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await show('hidden');
  await pass(1500);
  const { messages } = await received(session, 5);
  await show('visible');
  return messages / 5;
}

/** Kilobytes of the page's own objects that are more after each minute. */
async function heapGrowth(session: CDPSession, time: number): Promise<number> {
  const used = async (): Promise<number> => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  // A minute of every speed is kept, which has to be full first.
  await pass(60_000);
  const before = await used();
  await pass(time * 60_000);
  return ((await used()) - before) / 1000 / time;
}
