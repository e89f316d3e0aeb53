/**
 * What the window's memory does over hours: 10,000 downloads, 50 of them active at any time, one with its details open, and updates as fast as
 * the window takes them. Before each look the garbage goes.
 *
 *   node page-hours.ts UPDATES
 */
import { setTimeout as pass } from 'node:timers/promises';
import type { CDPSession } from '@playwright/test';
import { openStageWindow } from './stage-window.ts';

/** An hour of ten a second. */
const wanted = Number(process.argv[2] ?? 36_000);
const looks = 12;
/** What is kept for a while, such as a minute of every speed, has to be full before the first look. */
const warmUp = 3000;

const window = await openStageWindow('lasting');
const { page } = window;
const inspector = await page.context().newCDPSession(page);
await page.addInitScript(() => {
  const counted = { updates: 0 };
  const Socket = WebSocket;
  globalThis.WebSocket = class extends Socket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args);
      this.addEventListener('message', () => counted.updates++);
    }
  };
  Object.assign(globalThis, { counted });
});
await page.goto(window.address);
await page.getByRole('listitem', { name: 'collection-00001.iso' }).click();
await page.getByRole('region', { name: /^Details/ }).waitFor();

const updates = (): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { readonly counted: { readonly updates: number } }).counted.updates);

interface Look {
  readonly updates: number;
  /** Kilobytes of the page's own objects. */
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
}

async function look(session: CDPSession): Promise<Look> {
  for (let time = 0; time < 3; time++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { updates: await updates(), heap: usedSize / 1000, nodes, listeners: jsEventListeners };
}

const warm = (await updates()) + warmUp;
const taken: Look[] = [];
for (let next = warm; taken.length <= looks; next += wanted / looks) {
  while ((await updates()) < next) await pass(250);
  taken.push(await look(inspector));
  console.error(JSON.stringify(taken.at(-1)));
}
await window.close();
console.log(JSON.stringify({ growth: slope(taken) * 1000, looks: taken }));
process.exit();

/** Kilobytes that an update adds, by the line that fits best: single looks lie by what just happens to be going on. */
function slope(points: readonly Look[]): number {
  const mean = (of: (point: Look) => number): number => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const middle = mean((point) => point.updates);
  const heap = mean((point) => point.heap);
  return mean((point) => (point.updates - middle) * (point.heap - heap)) / mean((point) => (point.updates - middle) ** 2);
}
