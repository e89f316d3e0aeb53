/**
 * The one interface between the service and every shell: the window over Electron's IPC, the same window in a browser over a
 * WebSocket, and the terminal in memory. It is data; oRPC derives the typed client and checks that the service implements all of it.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { ImportInput, ImportReport } from './backup.ts';
import { CategoryId, CategoryList } from './category.ts';
import { ListChange } from './change.ts';
import { DesktopState, Ending, WindowCommand } from './desktop.ts';
import { AddInput, DownloadDetail, DownloadId, ExpectInput } from './download.ts';
import { HistoryIds, HistoryPage, HistoryQuery } from './history.ts';
import { HostIds, HostInput, HostSettings } from './host-settings.ts';
import { HashInput, HashProgress } from './files.ts';
import { DestinationInput, LinkDestination, LinkSight, LinkText } from './links.ts';
import { Priority, QueueId, QueueInput, QueuePatch, QueueState } from './queue.ts';
import { IntegrityReport } from './report.ts';
import { SecretState } from './secret.ts';
import { Settings, SettingsPatch } from './settings.ts';

const Ids = z.object({ ids: z.array(DownloadId).max(100_000) });

export const AppInfo = z.object({
  version: z.string(),
  platform: z.string(),
  shell: z.enum(['desktop', 'browser']),
  /** The folder used when neither a download nor the settings name one. */
  downloadsFolder: z.string(),
  /** Whether logins are kept in the system's secret store; otherwise they lie in the database as they are. */
  sealsSecrets: z.boolean(),
});
export type AppInfo = z.infer<typeof AppInfo>;

/** Chosen by the reader so that no other has it. */
const ReaderName = z.string().min(1).max(64);

export const contract = {
  app: {
    info: oc.output(AppInfo),
  },
  downloads: {
    /** Adds each link as its own download; a bad one fails alone, in the list, where the user can see why. */
    add: oc.input(z.object({ items: z.array(AddInput).min(1).max(10_000) })).output(z.array(DownloadId)),
    pause: oc.input(Ids).output(z.void()),
    resume: oc.input(Ids).output(z.void()),
    /** Starts a failed or completed download again: what is there and still right is kept. */
    retry: oc.input(Ids).output(z.void()),
    /** Takes downloads out of the list; a partial goes with them, a completed file stays unless asked otherwise. */
    remove: oc.input(Ids.extend({ deleteFiles: z.boolean().default(false) })).output(z.void()),
    pauseAll: oc.output(z.void()),
    resumeAll: oc.output(z.void()),
    /** Bytes a second for each of them alone, at once and from now on; 0 is no limit. */
    limit: oc.input(Ids.extend({ rate: z.number().int().min(0) })).output(z.void()),
    /** Puts downloads before another in the queue, or last when `before` is null. */
    move: oc.input(Ids.extend({ before: DownloadId.nullable() })).output(z.void()),
    /**
     * Puts downloads into a category, or into none. What has not begun goes to the category's folder from then on, unless its own was chosen;
     * no file is moved.
     */
    categorize: oc.input(Ids.extend({ category: CategoryId.nullable() })).output(z.object({ staying: z.number() })),
    /**
     * Changes what a download's file is to be. A completed one is read again at once, one that failed for its checksum has what is there compared once
     * more, and any other is compared at its end.
     */
    expect: oc.input(ExpectInput).output(z.void()),
    /** Moves downloads to another queue; those that run go on under its limits. */
    setQueue: oc.input(Ids.extend({ queue: QueueId })).output(z.void()),
    setPriority: oc.input(Ids.extend({ priority: Priority })).output(z.void()),
    /** Starts what is queued, paused, waiting or failed at once, whatever hours and numbers say. */
    startNow: oc.input(Ids).output(z.void()),
    /** Gives a download another link and goes on with what has arrived, once it is proven to be the same file; otherwise it starts over. */
    refreshLink: oc.input(z.object({ id: DownloadId, url: AddInput.shape.url })).output(z.void()),
    /** How the file came, at the end of its last run; null before that. */
    report: oc.input(z.object({ id: DownloadId })).output(IntegrityReport.nullable()),
    /**
     * A reader that has given itself a name can say how soon it wants to hear of progress. `inParts`: the snapshot holds only what is looked
     * at first, and the rest of a long list follows in changes, once `tellRest` has asked for it; for a window that has nothing to show yet.
     */
    watch: oc.input(z.object({ reader: ReaderName, inParts: z.boolean().default(false) }).optional()).output(eventIterator(ListChange)),
    /** The reader has drawn what it was told of first. */
    tellRest: oc.input(z.object({ reader: ReaderName })).output(z.void()),
    /** `slow` is for a window that nobody sees: progress once a second. What is more than progress is told at once, at either pace. */
    setPace: oc.input(z.object({ reader: ReaderName, pace: z.enum(['full', 'slow']) })).output(z.void()),
    watchDetail: oc.input(z.object({ id: DownloadId })).output(eventIterator(DownloadDetail)),
    /** Opens a completed file with the system's program for it. By id only: no shell can open an arbitrary path. */
    open: oc.input(z.object({ id: DownloadId })).output(z.void()),
    showInFolder: oc.input(z.object({ id: DownloadId })).output(z.void()),
  },
  files: {
    /** The checksums of a file on the disk. Leaving the stream ends the work. */
    hash: oc.input(HashInput).output(eventIterator(HashProgress)),
  },
  clipboard: {
    /** Texts with links that somebody copies elsewhere, while the setting is on and there is a desktop to tell of them. */
    watch: oc.output(eventIterator(z.string())),
  },
  links: {
    /** Asks the server what a link leads to: one small request, nothing is written. Fails with the code that the download would fail with. */
    peek: oc.input(AddInput).output(LinkSight),
    /** Reads the list of links that a link leads to, and does nothing with it. Fails as `peek` does. */
    readList: oc.input(AddInput).output(LinkText),
    /** Looks at where links would go, in the same order. */
    survey: oc.input(z.object({ items: z.array(DestinationInput).max(500) })).output(z.array(LinkDestination)),
  },
  categories: {
    /** Replaces the list: its order is that of the rules. */
    save: oc.input(z.object({ categories: CategoryList })).output(z.void()),
    watch: oc.output(eventIterator(CategoryList)),
  },
  queues: {
    create: oc.input(QueueInput).output(QueueId),
    update: oc.input(z.object({ id: QueueId, changes: QueuePatch })).output(z.void()),
    /** Its downloads go to the default queue, which itself cannot be removed. */
    remove: oc.input(z.object({ id: QueueId })).output(z.void()),
    /** All of them, the default one first, now and whenever one has changed, opens or closes. */
    watch: oc.output(eventIterator(z.array(QueueState))),
  },
  hosts: {
    /** Adds hosts, or replaces those of the same ids. Logins go in here and never come out again. */
    save: oc.input(z.object({ hosts: z.array(HostInput).max(10_000) })).output(z.void()),
    remove: oc.input(HostIds).output(z.void()),
    watch: oc.output(eventIterator(z.array(HostSettings))),
  },
  backup: {
    /** The list and what is set, without secrets, as the text of a file. */
    write: oc.output(z.string()),
    /** Takes a file in, or tells what would be taken: one of our own, aria2's session, or links, one a line. Downloads come in paused. */
    read: oc.input(ImportInput).output(ImportReport),
  },
  history: {
    find: oc.input(HistoryQuery).output(HistoryPage),
    /** Adds the links of entries as new downloads. */
    again: oc.input(HistoryIds).output(z.array(DownloadId)),
    showInFolder: oc.input(z.object({ id: DownloadId })).output(z.void()),
    /** Forgets entries; downloads in the list and files stay. */
    remove: oc.input(HistoryIds).output(z.void()),
    clear: oc.output(z.void()),
    /** A number that changes with the history. */
    watch: oc.output(eventIterator(z.number())),
  },
  settings: {
    get: oc.output(Settings),
    update: oc.input(SettingsPatch).output(Settings),
    watch: oc.output(eventIterator(Settings)),
  },
  proxy: {
    /** Replaces the password for the proxy that the settings name; null forgets it. It goes in here and never comes out again. */
    savePassword: oc.input(z.object({ password: z.string().min(1).max(1024).nullable() })).output(z.void()),
    /** How it is kept; null while there is none. */
    watchPassword: oc.output(eventIterator(SecretState.nullable())),
  },
  desktop: {
    watch: oc.output(eventIterator(DesktopState)),
    /** For the window of a desktop: each is said once, to one window. */
    commands: oc.output(eventIterator(WindowCommand)),
    /** Has the person choose a folder in the system's own dialog, which begins at `from`; null when nothing is chosen, or when there is no such dialog. */
    chooseFolder: oc.input(z.object({ from: z.string() })).output(z.string().nullable()),
    /** What to do, this once, when all downloads are done; null takes it back, also while it is counted down to. */
    whenDone: oc.input(z.object({ ending: Ending.nullable() })).output(z.void()),
    /** Does at once what is being counted down to. */
    endNow: oc.output(z.void()),
    /** The person has seen why it was not done. */
    dismiss: oc.output(z.void()),
    /** Asks for a newer version now. True when there was an answer. */
    checkForUpdate: oc.output(z.boolean()),
  },
} as const;

export type Contract = typeof contract;
