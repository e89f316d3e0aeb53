/**
 * The window's line to the service: connects, feeds the stores, and connects again when the line breaks. What is on the
 * screen stays there meanwhile; the first snapshot afterwards sets it right.
 */
import { bridgeName, type Bridge } from '../../contract/bridge.ts';
import { createClient, type Client } from '../../contract/client.ts';
import type { Port } from '../../contract/port.ts';
import type { Settings } from '../../contract/settings.ts';
import { useCategories } from '../state/categories.ts';
import { useConnection } from '../state/connection.ts';
import { carryOut } from '../shell/window-commands.ts';
import { useDesktop } from '../state/desktop.ts';
import { applyListChange, stopMeasuring, useDownloads } from '../state/downloads.ts';
import { receiveLayout } from '../state/layout.ts';
import { followClipboard } from '../state/clipboard.ts';
import { afterFirstPicture } from '../state/first-picture.ts';
import { useHosts } from '../state/hosts.ts';
import { useProxy } from '../state/proxy.ts';
import { useQueues } from '../state/queues.ts';
import { useSettings } from '../state/settings.ts';
import { openSocket } from './socket.ts';
import { isSeen, onSeen } from './visibility.ts';

declare global {
  interface Window {
    readonly [bridgeName]?: Bridge;
  }
}

const bridge = window[bridgeName];

const firstDelay = 250;
const longestDelay = 5_000;

const { promise, resolve: noteAsked } = Promise.withResolvers<void>();
/** Resolves when the service has been asked for everything, or cannot be reached. */
export const asked = promise;

/** Runs for as long as the page does. */
export async function keepConnected(): Promise<never> {
  let delay = firstDelay;
  for (;;) {
    try {
      const port = await openPort();
      delay = firstDelay;
      await follow(port);
    } catch {
      // Refused, broken or closed: all the same to the window, which tries again.
    }
    noteAsked();
    useConnection.getState().lost();
    stopMeasuring();
    await new Promise((resolve) => setTimeout(resolve, delay));
    delay = Math.min(longestDelay, delay * 2);
  }
}

const openPort = (): Promise<Port> => (bridge ? Promise.resolve(bridge.port) : openSocket());

/** Feeds the stores from one port until it closes. */
async function follow(port: Port): Promise<void> {
  const client = createClient(port);
  const ended = new AbortController();
  const closed = new Promise<never>((_, reject) => port.onClose(() => reject(new Error('the connection closed'))));
  try {
    // Everything is asked for at once. A long list takes the service a while, in which the window can be drawn.
    const learned = learn(client);
    // A clipboard that cannot be read is no reason to lose the list.
    learned.then(() => followClipboard(client, ended.signal)).catch(() => {});
    const streams = Promise.race([
      followList(client, ended.signal, learned),
      followSettings(client, ended.signal),
      followCategories(client, ended.signal),
      followDesktop(client, ended.signal),
      followCommands(client, ended.signal),
      followHosts(client, ended.signal),
      followQueues(client, ended.signal),
      followProxy(client, ended.signal),
      closed,
    ]);
    noteAsked();
    await Promise.race([learned, streams]);
    await streams;
  } finally {
    ended.abort();
  }
}

async function learn(client: Client): Promise<void> {
  const [info, settings] = await Promise.all([client.app.info(), client.settings.get()]);
  learnSettings(settings);
  useConnection.getState().connected(client, info);
}

async function followList(client: Client, signal: AbortSignal, learned: Promise<void>): Promise<void> {
  const reader = crypto.randomUUID();
  // A call that fails has lost the connection, which the stream notices as well.
  const tellPace = (): void => void client.downloads.setPace({ reader, pace: isSeen() ? 'full' : 'slow' }).catch(() => {});
  const forget = onSeen(tellPace);
  signal.addEventListener('abort', forget);
  while (!signal.aborted) {
    // Once there is a list on the screen, a new one takes its place whole: nothing may vanish for a moment.
    const inParts = !useDownloads.getState().loaded;
    for await (const change of await client.downloads.watch({ reader, inParts }, { signal })) {
      // How the list is to be laid out is known before it is shown.
      await learned;
      // A gap in the numbers: what is missing cannot be guessed, so the list is asked for anew.
      if (!applyListChange(change)) break;
      if (change.kind !== 'snapshot') continue;
      // The service knows a reader from its first answer on.
      if (!isSeen()) tellPace();
      // The rest of a long list would come between the first rows and the screen.
      if (inParts) void afterFirstPicture(() => client.downloads.tellRest({ reader })).catch(() => {});
    }
  }
}

async function followSettings(client: Client, signal: AbortSignal): Promise<void> {
  for await (const settings of await client.settings.watch(undefined, { signal })) learnSettings(settings);
}

function learnSettings(settings: Settings): void {
  useSettings.getState().receive(settings);
  receiveLayout(settings);
}

async function followCategories(client: Client, signal: AbortSignal): Promise<void> {
  for await (const categories of await client.categories.watch(undefined, { signal })) useCategories.getState().receive(categories);
}

async function followDesktop(client: Client, signal: AbortSignal): Promise<void> {
  for await (const state of await client.desktop.watch(undefined, { signal })) useDesktop.getState().receive(state);
}

async function followCommands(client: Client, signal: AbortSignal): Promise<void> {
  for await (const command of await client.desktop.commands(undefined, { signal })) carryOut(command);
}

async function followHosts(client: Client, signal: AbortSignal): Promise<void> {
  for await (const hosts of await client.hosts.watch(undefined, { signal })) useHosts.getState().receive(hosts);
}

async function followQueues(client: Client, signal: AbortSignal): Promise<void> {
  for await (const queues of await client.queues.watch(undefined, { signal })) useQueues.getState().receive(queues);
}

async function followProxy(client: Client, signal: AbortSignal): Promise<void> {
  for await (const kept of await client.proxy.watchPassword(undefined, { signal })) useProxy.getState().receive(kept);
}
