/**
 * The one composition root: engine, store and publisher, put together for every shell. A shell brings what only it can do
 * (show a folder, open a file) and takes the router, to serve over ports, or the same functions in memory.
 */
import type { AppInfo } from '../contract/api.ts';
import type { AddInput } from '../contract/download.ts';
import { DownloadError } from '../contract/errors.ts';
import type { Settings, SettingsPatch } from '../contract/settings.ts';
import { systemClock, type Clock } from '../engine/clock.ts';
import { createEngine, environmentProxies } from '../engine/index.ts';
import { isSettled } from '../engine/state.ts';
import type { EngineOptions, ProxyResolver } from '../engine/types.ts';
import type { DesktopActions, ServiceApi, Summary } from './api.ts';
import { planImport, writeBackup, type Present } from './backup.ts';
import { Checksums } from './checksums.ts';
import { watchClipboard } from './clipboard.ts';
import { DesktopSide } from './desktop.ts';
import { Downloads } from './downloads.ts';
import { requestSettings } from './entry.ts';
import { History } from './history.ts';
import { Hosts } from './hosts.ts';
import { silent, type Log } from './log.ts';
import { Previews } from './previews.ts';
import { checkPresence, isPresent } from './presence.ts';
import { proxiesBySettings, proxyKey } from './proxies.ts';
import { ProxyPassword } from './proxy-password.ts';
import { Latest } from './publisher/latest.ts';
import { Queues } from './queues.ts';
import { createRouter, type ServiceRouter } from './router.ts';
import { pausable } from './statuses.ts';
import { openStore } from './store/store.ts';
import { Vault, type SecretBox } from './vault.ts';
import { Verifier } from './verifier.ts';
import { Turns } from './turns.ts';
import type { UpdateSource } from './updates.ts';

export type { ServiceApi } from './api.ts';

export interface ServiceOptions {
  /** A file, or `:memory:` for a list that ends with the process. */
  readonly databasePath: string;
  /** Absolute; used when neither a download nor the settings name a folder. */
  readonly downloadsFolder: string;
  readonly run: EngineOptions['run'];
  readonly version: string;
  readonly shell: AppInfo['shell'];
  readonly desktop: DesktopActions;
  /** What the system says of proxies; left out, the environment. */
  readonly systemProxies?: ProxyResolver;
  /** Where newer versions are told of; left out, nowhere. */
  readonly updates?: UpdateSource;
  /** The system's store for secrets; left out where there is none. */
  readonly secrets?: SecretBox | null;
  readonly log?: Log;
  /** What the hours of queues go by. */
  readonly clock?: Clock;
}

export interface Service {
  readonly api: ServiceApi;
  readonly router: ServiceRouter;
  /** Checkpoints what runs and closes the files. The list keeps its states, so that the next start goes on. */
  readonly close: () => Promise<void>;
}

/** Throws DownloadError IN_USE when another process has the same list open. */
export function createService(options: ServiceOptions): Service {
  const { databasePath, downloadsFolder, run, version, shell, desktop, systemProxies = environmentProxies } = options;
  const { secrets = null, log = silent, clock = systemClock } = options;
  const { updates = { feed: null, fetch } } = options;
  const vault = new Vault(secrets);
  const store = openStore(databasePath, log, vault);
  const settings = new Latest(store.settings());
  const hosts = new Hosts(store.hostSettings, vault);
  const proxyPassword = new ProxyPassword(store.proxyPassword, vault, () => settings.value.proxyAddress);
  const proxies = proxiesBySettings(
    () => settings.value,
    () => proxyPassword.text,
    systemProxies,
  );
  const queues = new Queues(store, clock, () => engine.configure({ groups: queues.limits() }));
  const engine = createEngine({ run, proxies, ...limitsOf(settings.value), groups: queues.limits(), hostLimits: hosts.limits() });
  const hasQueue = (id: string): boolean => queues.has(id);
  const downloads = new Downloads({ engine, store, hosts, settings: () => settings.value, hasQueue, downloadsFolder, version, log });
  downloads.load();
  const history = new History(store.history, () => settings.value, log);
  engine.on((event) => {
    const entry = event.type === 'state' && event.state.status === 'completed' ? downloads.entryOrLeaving(event.id) : null;
    if (entry) history.note([entry]);
  });
  const turns = new Turns(downloads, queues, engine, store);
  const verifier = new Verifier();
  const checksums = new Checksums({ downloads, engine, store, verifier, log });
  const previews = new Previews(engine, (item) => downloads.foresee(item));

  let presenceKnown = false;
  const learnPresence = (): void => {
    if (presenceKnown) return;
    presenceKnown = true;
    void checkPresence(downloads.entries(), (entry) => downloads.publisher.now([entry.id]));
  };

  const completedPath = async (id: string): Promise<string> => {
    const entry = downloads.entry(id);
    if (!entry?.path) throw new DownloadError('NOT_FOUND', 'There is no completed file of this download.');
    entry.present = await isPresent(entry.path);
    downloads.publisher.now([id]);
    if (!entry.present) throw new DownloadError('NOT_FOUND', 'The file is not there any more.');
    return entry.path;
  };

  const updateSettings = (changes: SettingsPatch): Settings => {
    store.saveSettings(changes);
    const proxyBefore = proxyKey(settings.value);
    settings.set({ ...settings.value, ...changes } as Settings);
    if ('proxyAddress' in changes) proxyPassword.follow();
    engine.configure(limitsOf(settings.value));
    // How the window is laid out changes often, and is nothing to ten thousand downloads.
    if (requestSettings.some((name) => name in changes)) downloads.followSettings();
    if (proxyKey(settings.value) !== proxyBefore) downloads.reconnect();
    return settings.value;
  };

  const desktopSide = new DesktopSide({
    actions: desktop,
    updates: {
      ...updates,
      // Rejects where the settings name no proxy that can be used: this, too, must not go past it.
      fetch: async (url, how) => {
        await proxies(url);
        return updates.fetch(url, how);
      },
    },
    version,
    settings: () => settings.value,
    updateSettings,
    downloads: () => downloads.entries(),
    log,
  });
  engine.on((event) => desktopSide.heard(event));

  const changeHosts = (change: () => void): void => {
    change();
    engine.configure({ hostLimits: hosts.limits() });
    downloads.followSettings();
  };

  const saveProxyPassword = (password: string | null): void => {
    if (proxyPassword.save(password) && settings.value.proxyMode === 'manual') downloads.reconnect();
  };

  const add = (items: readonly AddInput[]): string[] => {
    const ids = downloads.add(items);
    desktopSide.added();
    return ids;
  };

  const present = (): Present => ({
    entries: [...downloads.entries()],
    settings: settings.value,
    categories: downloads.categories.list.value,
    hosts: hosts.list.value,
    queues: queues.states.value,
  });

  const api: ServiceApi = {
    info: () => ({ version, platform: process.platform, shell, downloadsFolder: downloads.usualFolder, sealsSecrets: hosts.seals }),
    add,
    pause: (ids) => downloads.pause(ids),
    resume: (ids) => downloads.resume(ids),
    retry: (ids) => downloads.retry(ids),
    remove(ids, { deleteFiles }) {
      history.noteRemoved(ids.map((id) => downloads.entry(id)).filter((entry) => entry !== null));
      return downloads.remove(ids, { deleteFiles });
    },
    pauseAll: () => downloads.pauseAll(),
    resumeAll: () => downloads.resumeAll(),
    retryFailed: () => downloads.retryFailed(),
    limit: (ids, rate) => downloads.limit(ids, rate),
    move: (ids, before) => turns.move(ids, before),
    categorize: (ids, category) => downloads.categorize(ids, category),
    setQueue: (ids, queue) => turns.setQueue(ids, queue),
    setPriority: (ids, priority) => turns.setPriority(ids, priority),
    startNow: (ids) => turns.startNow(ids),
    refreshLink: (id, url) => downloads.refreshLink(id, url),
    expect: (input) => checksums.expect(input),
    report: (id) => downloads.report(id),
    hash: (input, signal) => verifier.hash(input, signal),
    watchClipboard: (signal) => watchClipboard({ read: desktop.readClipboard?.bind(desktop), settings, signal }),
    peek: (item, signal) => previews.peek(item, signal),
    readList: (item, signal) => previews.readList(item, signal),
    survey: (questions) => previews.survey(questions),
    rows: () => downloads.rows(),
    row: (id) => downloads.row(id),
    watch(signal, reader, inParts) {
      learnPresence();
      return downloads.publisher.watch(signal, reader, inParts);
    },
    tellRest: (reader) => downloads.publisher.tellRest(reader),
    setPace: (reader, pace) => downloads.publisher.setPace(reader, pace),
    watchDetail: (id, signal) => downloads.publisher.watchDetail(id, signal),
    open: async (id) => desktop.openPath(await completedPath(id)),
    showInFolder: async (id) => desktop.showInFolder(await completedPath(id)),
    saveCategories(categories) {
      downloads.categories.save([...categories]);
      downloads.followSettings();
    },
    watchCategories: (signal) => downloads.categories.list.watch(signal),
    saveHosts: (inputs) => changeHosts(() => hosts.save(inputs)),
    removeHosts: (ids) => changeHosts(() => hosts.remove(ids)),
    watchHosts: (signal) => hosts.list.watch(signal),
    writeBackup: () => `${JSON.stringify(writeBackup(present(), Date.now()), null, 2)}\n`,
    readBackup(input) {
      const plan = planImport(input, present());
      if (input.dry) return plan.report;
      if (plan.categories !== null) api.saveCategories(plan.categories);
      queues.take(plan.queues);
      if (plan.hosts.length > 0) api.saveHosts(plan.hosts);
      if (plan.otherProxy) saveProxyPassword(null);
      if (Object.keys(plan.settings).length > 0) api.updateSettings(plan.settings);
      if (plan.downloads.length > 0) add(plan.downloads);
      return plan.report;
    },
    findHistory: (query) => history.find(query),
    historyAgain: (ids) => add(history.links(ids).map((url) => ({ url }))),
    showHistoryInFolder: async (id) => desktop.showInFolder(await history.pathOf(id)),
    removeHistory: (ids) => history.remove(ids),
    clearHistory: () => history.clear(),
    watchHistory: (signal) => history.changes.watch(signal),
    settings: () => settings.value,
    updateSettings(changes) {
      updateSettings(changes);
      history.forgetOld();
      desktopSide.followSettings();
      return settings.value;
    },
    watchSettings: (signal) => settings.watch(signal),
    createQueue: (queue) => queues.create(queue),
    updateQueue: (id, changes) => queues.update(id, changes),
    removeQueue: (id) => turns.removeQueue(id),
    watchQueues: (signal) => queues.states.watch(signal),
    saveProxyPassword,
    watchProxyPassword: (signal) => proxyPassword.state.watch(signal),
    proxyLogin() {
      const { proxyMode, proxyUser } = settings.value;
      return proxyMode === 'manual' && proxyUser !== '' ? { user: proxyUser, password: proxyPassword.text } : null;
    },
    desktop: desktopSide,
    summary: () => summarise(downloads, queues),
    onEvent: (listener) => engine.on(listener),
  };

  return {
    api,
    router: createRouter(api),
    async close() {
      queues.close();
      desktopSide.close();
      downloads.publisher.close();
      checksums.close();
      await verifier.close();
      await engine.close();
      store.close();
    },
  };
}

const limitsOf = ({ maxActive, maxPerHost, limitRate }: Settings) => ({ maxActive, maxPerHost, limitRate });

function summarise(downloads: Downloads, queues: Queues): Summary {
  let active = 0;
  let received = 0;
  let size: number | null = 0;
  let speed = 0;
  const possible = { pause: false, resume: false, retry: false };
  for (const entry of downloads.entries()) {
    possible.pause ||= pausable.includes(entry.status);
    possible.resume ||= entry.status === 'paused' || entry.status === 'waiting';
    possible.retry ||= entry.status === 'failed' && entry.fetchable;
    if (isSettled(entry.status)) continue;
    // Whatever waits for a queue to open keeps no computer awake.
    if (entry.status === 'queued' && !entry.standing.now && !queues.isOpen(entry.record.queue)) continue;
    active += 1;
    received += entry.record.received;
    speed += entry.speed;
    size = size === null || entry.size === null ? null : size + entry.size;
  }
  return { active, received, size, speed, possible };
}
