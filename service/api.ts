/** What the service does, as functions in memory: the contract's router calls them, and so does a shell in the same process. */
import type { AppInfo } from '../contract/api.ts';
import type { ImportInput, ImportReport } from '../contract/backup.ts';
import type { Category } from '../contract/category.ts';
import type { ListChange } from '../contract/change.ts';
import type { DesktopState, Ending, WindowCommand } from '../contract/desktop.ts';
import type { AddInput, DownloadDetail, DownloadRow, ExpectInput } from '../contract/download.ts';
import type { HistoryPage, HistoryQuery } from '../contract/history.ts';
import type { HostInput, HostSettings } from '../contract/host-settings.ts';
import type { HashInput, HashProgress } from '../contract/files.ts';
import type { DestinationInput, LinkDestination, LinkSight, LinkText } from '../contract/links.ts';
import type { Priority, QueueInput, QueuePatch, QueueState } from '../contract/queue.ts';
import type { IntegrityReport } from '../contract/report.ts';
import type { SecretState } from '../contract/secret.ts';
import type { Settings, SettingsPatch } from '../contract/settings.ts';
import type { Credentials, EngineEvent } from '../engine/types.ts';
import type { Pace } from './publisher/feed.ts';

/** What only a desktop can do. Paths come from the service's own list, never from a caller. */
export interface DesktopActions {
  openPath(path: string): Promise<void>;
  showInFolder(path: string): Promise<void>;
  /** Left out where there is no clipboard. */
  readClipboard?(): Promise<string>;
  /** Null when the person chooses none. Left out where nobody can be asked. */
  chooseFolder?(from: string): Promise<string | null>;
  /** What `end` can bring about; left out, nothing. */
  readonly endings?: readonly Ending[];
  /** Ends the app or puts the computer to rest, when all downloads are done. Rejects when the system refuses. */
  end?(ending: Ending): Promise<void>;
}

/** The contract's part about the desktop, and the way to tell windows what to do. */
export interface DesktopApi {
  state(): DesktopState;
  watch(signal?: AbortSignal): AsyncGenerator<DesktopState>;
  commands(signal?: AbortSignal): AsyncGenerator<WindowCommand>;
  command(command: WindowCommand): void;
  chooseFolder(from: string): Promise<string | null>;
  /** Throws DownloadError BAD_INPUT for what cannot be done here. */
  whenDone(ending: Ending | null): void;
  endNow(): void;
  dismiss(): void;
  checkForUpdate(): Promise<boolean>;
}

/** How things stand, in one line: for a tray, a taskbar, a tooltip. */
export interface Summary {
  /** Downloads that are neither paused nor settled, nor kept waiting by their queue's hours. */
  readonly active: number;
  readonly received: number;
  /** Null when the size of one of them is unknown. */
  readonly size: number | null;
  readonly speed: number;
  /** What could be done now to all downloads that it can be done to. */
  readonly possible: { readonly pause: boolean; readonly resume: boolean; readonly retry: boolean };
}

/** Everything of the contract, in memory, and what only the same process may have. Errors are DownloadErrors. */
export interface ServiceApi {
  info(): AppInfo;
  add(items: readonly AddInput[]): string[];
  pause(ids: readonly string[]): void;
  resume(ids: readonly string[]): void;
  retry(ids: readonly string[]): void;
  remove(ids: readonly string[], options: { readonly deleteFiles: boolean }): Promise<void>;
  pauseAll(): void;
  resumeAll(): void;
  /** Starts again whatever has failed. */
  retryFailed(): void;
  limit(ids: readonly string[], rate: number): void;
  move(ids: readonly string[], before: string | null): void;
  /** Returns how many of them have files that stay in another folder than the category's. */
  categorize(ids: readonly string[], category: string | null): { readonly staying: number };
  /** Throws DownloadError NOT_FOUND when there is no such queue. */
  setQueue(ids: readonly string[], queue: string): void;
  setPriority(ids: readonly string[], priority: Priority): void;
  startNow(ids: readonly string[]): void;
  /** Throws DownloadError BAD_URL or UNSUPPORTED_PROTOCOL, and NOT_FOUND when there is no such unfinished download. */
  refreshLink(id: string, url: string): void;
  /** Throws DownloadError NOT_FOUND when there is no such download. */
  expect(input: ExpectInput): void;
  /** Null before the first run has ended. */
  report(id: string): IntegrityReport | null;
  /** Throws what the download would fail with. */
  peek(item: AddInput, signal: AbortSignal): Promise<LinkSight>;
  /** Throws what the download would fail with. */
  readList(item: AddInput, signal: AbortSignal): Promise<LinkText>;
  survey(questions: readonly DestinationInput[]): Promise<LinkDestination[]>;
  /** Throws NOT_FOUND, BAD_PATH, NO_PERMISSION, IN_USE or DISK_IO. */
  hash(input: HashInput, signal?: AbortSignal): AsyncGenerator<HashProgress>;
  watchClipboard(signal?: AbortSignal): AsyncGenerator<string>;
  rows(): DownloadRow[];
  row(id: string): DownloadRow | null;
  /** With a name, the pace of the progress can be set. In parts, a long list begins with what is looked at first. */
  watch(signal?: AbortSignal, reader?: string, inParts?: boolean): AsyncGenerator<ListChange>;
  tellRest(reader: string): void;
  setPace(reader: string, pace: Pace): void;
  watchDetail(id: string, signal?: AbortSignal): AsyncGenerator<DownloadDetail>;
  open(id: string): Promise<void>;
  showInFolder(id: string): Promise<void>;
  saveCategories(categories: readonly Category[]): void;
  watchCategories(signal?: AbortSignal): AsyncGenerator<Category[]>;
  createQueue(queue: QueueInput): string;
  /** Throws DownloadError NOT_FOUND when there is no such queue. */
  updateQueue(id: string, changes: QueuePatch): void;
  /** Throws DownloadError BAD_INPUT for the default queue. */
  removeQueue(id: string): void;
  watchQueues(signal?: AbortSignal): AsyncGenerator<QueueState[]>;
  saveHosts(hosts: readonly HostInput[]): void;
  removeHosts(ids: readonly string[]): void;
  watchHosts(signal?: AbortSignal): AsyncGenerator<HostSettings[]>;
  writeBackup(): string;
  readBackup(input: ImportInput): ImportReport;
  findHistory(query: HistoryQuery): Promise<HistoryPage>;
  historyAgain(ids: readonly string[]): string[];
  showHistoryInFolder(id: string): Promise<void>;
  removeHistory(ids: readonly string[]): void;
  clearHistory(): void;
  watchHistory(signal?: AbortSignal): AsyncGenerator<number>;
  settings(): Settings;
  updateSettings(changes: SettingsPatch): Settings;
  watchSettings(signal?: AbortSignal): AsyncGenerator<Settings>;
  saveProxyPassword(password: string | null): void;
  watchProxyPassword(signal?: AbortSignal): AsyncGenerator<SecretState | null>;
  /** Who the user is to the proxy of the settings; null when these name none, or nobody. For no window. */
  proxyLogin(): Credentials | null;
  readonly desktop: DesktopApi;
  summary(): Summary;
  /** What the engine tells, as it tells it, after the list has taken it in. Returns the way to end it. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
}
