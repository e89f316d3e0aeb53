/** Commands in, events out: the list of downloads, whose turn it is, and what each has become. The work itself is a runner's. */
import type { Failure } from '../contract/errors.ts';
import { Admission, type Activity } from './admission.ts';
import { systemClock, type Clock } from './clock.ts';
import { decideRetry } from './retry.ts';
import type { RunEnd, Runner, RunnerEvent } from './runner.ts';
import { isRunning, transition, type DownloadState } from './state.ts';
import type {
  Addition,
  Demands,
  Destination,
  DestinationQuestion,
  DownloadRequest,
  Engine,
  EngineEvent,
  EngineLimits,
  LinkText,
  Sight,
  Standing,
} from './types.ts';

interface Entry {
  request: DownloadRequest;
  state: DownloadState;
  /** Tries in a row without progress. */
  attempts: number;
  /** What the user wants of a run that is being stopped; null when nothing. */
  wish: 'pause' | 'restart' | null;
  /** Of its runs until it comes to rest. */
  onlyCompare: boolean;
  /** Set once it is being removed: nothing that was asked for before or after can bring it back. */
  removal: Promise<void> | null;
  cancelWait: (() => void) | null;
  path: string | null;
  whenStopped: (() => void)[];
}

const noStanding: Standing = { group: null, priority: 'normal', now: false };

const activityOf = ({ status }: DownloadState): Activity => (status === 'queued' ? 'waiting' : isRunning(status) ? 'running' : 'idle');

export class DownloadEngine implements Engine {
  readonly #runner: Runner;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #entries = new Map<string, Entry>();
  /** Under way. */
  readonly #removals = new Map<string, Promise<void>>();
  readonly #admission = new Admission();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #limits: EngineLimits;
  #closing = false;

  /** @param makeRunner is given where to report. @param random in [0, 1), for the delays between tries. */
  constructor(
    limits: EngineLimits,
    makeRunner: (emit: (event: RunnerEvent) => void) => Runner,
    clock: Clock = systemClock,
    random: () => number = Math.random,
  ) {
    this.#limits = limits;
    this.#clock = clock;
    this.#random = random;
    this.#admission.configure(limits.maxActive, limits.groups ?? []);
    this.#runner = makeRunner((event) => this.#heard(event));
  }

  on(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #move(entry: Entry, state: DownloadState): void {
    const { id } = entry.request;
    entry.state = transition(entry.state, state);
    this.#admission.note(id, activityOf(state));
    if (state.status === 'paused' || state.status === 'completed' || state.status === 'failed') {
      entry.onlyCompare = false;
      this.#admission.setStanding(id, { now: false });
    }
    this.#emit({ type: 'state', id, state });
  }

  add(request: DownloadRequest, state: DownloadState, standing = noStanding): void {
    this.addAll([{ request, state, standing }]);
  }

  addAll(additions: readonly Addition[]): void {
    for (const addition of additions) this.#enter(addition);
    this.#startNext();
  }

  #enter({ request, state, standing = noStanding }: Addition): void {
    if (this.#entries.has(request.id)) throw new RangeError(`download ${request.id} is there already`);
    const path = state.status === 'completed' ? state.completion.path : null;
    const entry: Entry = {
      request,
      state,
      attempts: 0,
      wish: null,
      onlyCompare: request.onlyCompare ?? false,
      removal: null,
      cancelWait: null,
      path,
      whenStopped: [],
    };
    this.#entries.set(request.id, entry);
    this.#admission.add(request.id, standing, activityOf(state));
    if (state.status === 'waiting') this.#wait(entry, Math.max(0, state.until - this.#clock.wallTime()));
  }

  amend(id: string, changes: Partial<Omit<DownloadRequest, 'id'>>): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    // What was learned of one server says nothing about another.
    if (changes.url !== undefined && changes.url !== entry.request.url) this.#runner.forget(id);
    const before = entry.request;
    entry.request = { ...before, ...changes };
    const { limitRate, connections } = entry.request;
    // A run that is over is told as well: what it has learned is kept for the next one, and its limits with that.
    if (limitRate !== before.limitRate || connections !== before.connections) this.#runner.adjust(id, { limitRate, connections });
  }

  demand(id: string, demands: Demands): void {
    this.amend(id, demands);
    this.#runner.demand(id, demands);
  }

  compareAgain(id: string): void {
    const entry = this.#entries.get(id);
    // What is under way already is more than that.
    if (entry && activityOf(entry.state) === 'idle') entry.onlyCompare = true;
    this.resume(id);
  }

  setStanding(id: string, changes: Partial<Standing>): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#admission.setStanding(id, changes);
    if (changes.group !== undefined) this.#runner.assign(id, changes.group);
    this.#keepHours(entry);
    this.#startNext();
  }

  pause(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry || entry.removal) return;
    if (entry.state.status === 'queued' || entry.state.status === 'waiting') {
      entry.cancelWait?.();
      this.#move(entry, { status: 'paused' });
    } else if (isRunning(entry.state.status) && entry.state.status !== 'finishing') {
      entry.wish = 'pause';
      this.#runner.stop(id, 'pause');
    }
  }

  resume(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry || entry.removal) return;
    const { status } = entry.state;
    // It is being stopped: it goes on as soon as that is done.
    if (isRunning(status) && entry.wish === 'pause') {
      entry.wish = 'restart';
      this.#runner.retry(id);
    }
    if (status === 'queued' || isRunning(status)) return;
    entry.cancelWait?.();
    entry.attempts = 0;
    if (status === 'failed' || status === 'completed') this.#runner.forget(id);
    else this.#runner.retry(id);
    this.#move(entry, { status: 'queued' });
    this.#startNext();
  }

  acknowledge(id: string, path: string): void {
    void this.#runner.acknowledge(id, path);
  }

  remove(id: string, { deleteFiles }: { readonly deleteFiles: boolean }): Promise<void> {
    const entry = this.#entries.get(id);
    // It may be out of the list, and files of it not yet off the disk.
    if (!entry) return this.#removals.get(id) ?? Promise.resolve();
    if (!entry.removal) {
      entry.removal = this.#remove(entry, deleteFiles).finally(() => this.#removals.delete(id));
      this.#removals.set(id, entry.removal);
    }
    return entry.removal;
  }

  async #remove(entry: Entry, deleteFiles: boolean): Promise<void> {
    const { id } = entry.request;
    entry.cancelWait?.();
    if (isRunning(entry.state.status)) {
      this.#runner.stop(id, 'remove');
      await new Promise<void>((resolve) => entry.whenStopped.push(resolve));
    }
    this.#entries.delete(id);
    this.#admission.delete(id);
    try {
      if (entry.state.status !== 'completed') await this.#runner.discard(entry.request);
      else {
        // It may have ended while nobody wanted to hear of it any more.
        await this.#runner.acknowledge(id, entry.state.completion.path);
        if (deleteFiles && entry.path !== null && !this.#isAnothers(entry.path)) await this.#runner.deleteFile(entry.path);
      }
    } finally {
      // Files that cannot be deleted are for the caller to tell of; the download is gone from the list all the same.
      this.#runner.forget(id);
      this.#emit({ type: 'removed', id });
      this.#startNext();
    }
  }

  /** Where downloads may overwrite each other, a file may have become another one's, or be about to. */
  #isAnothers(path: string): boolean {
    return [...this.#entries.values()].some((other) => other.path === path && ['finishing', 'completed'].includes(other.state.status));
  }

  reorder(ids: readonly string[]): void {
    this.#admission.reorder(ids);
  }

  configure(limits: Partial<EngineLimits>): void {
    this.#limits = { ...this.#limits, ...limits };
    this.#runner.configure(this.#limits);
    this.#admission.configure(this.#limits.maxActive, this.#limits.groups ?? []);
    for (const id of this.#admission.trespassers()) this.#keepHours(this.#entries.get(id) as Entry);
    this.#startNext();
  }

  peek(request: DownloadRequest, signal: AbortSignal): Promise<Sight> {
    return this.#runner.peek(request, signal);
  }

  readList(request: DownloadRequest, signal: AbortSignal): Promise<LinkText> {
    return this.#runner.readList(request, signal);
  }

  survey(questions: readonly Omit<DestinationQuestion, 'adopt'>[]): Promise<Destination[]> {
    const taken = new Set(
      [...this.#entries.values()].filter(({ state }) => state.status !== 'completed').map(({ request }) => request.url),
    );
    return this.#runner.survey(questions.map((question) => ({ ...question, adopt: !taken.has(question.request.url) })));
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (const entry of this.#entries.values()) entry.cancelWait?.();
    await this.#runner.close();
  }

  #startNext(): void {
    if (this.#closing) return;
    for (let id = this.#admission.next(); id !== null; id = this.#admission.next()) {
      const entry = this.#entries.get(id) as Entry;
      const { onlyCompare } = entry;
      entry.wish = null;
      this.#move(entry, { status: 'probing' });
      this.#runner.start({ ...entry.request, onlyCompare }, !this.#hasSibling(entry), this.#admission.standingOf(id)?.group ?? null);
    }
  }

  /** A run outside of its group's hours goes back to the queue. One that has all its bytes may end: that keeps no line busy. */
  #keepHours(entry: Entry): void {
    const { id } = entry.request;
    const { status } = entry.state;
    if (entry.wish !== null || entry.removal || (status !== 'probing' && status !== 'downloading')) return;
    if (!this.#admission.isShutOut(id)) return;
    entry.wish = 'restart';
    this.#runner.stop(id, 'pause');
  }

  /** Another unfinished download of the same link: its partial is not this one's to go on with. */
  #hasSibling(entry: Entry): boolean {
    for (const other of this.#entries.values()) {
      if (other !== entry && other.request.url === entry.request.url && other.state.status !== 'completed') return true;
    }
    return false;
  }

  #heard(event: RunnerEvent): void {
    const entry = this.#entries.get(event.id);
    if (!entry) return;
    switch (event.type) {
      case 'phase':
        if (entry.state.status !== event.status) this.#move(entry, { status: event.status });
        return this.#keepHours(entry);
      case 'ended':
        this.#ended(entry, event.end);
        return;
      case 'resource':
        entry.path = event.resource.path;
        this.#emit(event);
        return;
      case 'progress':
      case 'learned':
      case 'notice':
      case 'report':
      case 'sources':
        this.#emit(event);
    }
  }

  #ended(entry: Entry, end: RunEnd): void {
    const { wish } = entry;
    entry.wish = null;
    // At the end of the program the states stay as they are, so that the next start goes on.
    if (!this.#closing || end.kind === 'completed') this.#settle(entry, end, wish);
    for (const resolve of entry.whenStopped.splice(0)) resolve();
    this.#startNext();
  }

  #settle(entry: Entry, end: RunEnd, wish: Entry['wish']): void {
    if (end.kind === 'completed') {
      entry.path = end.completion.path;
      this.#move(entry, { status: 'completed', completion: end.completion });
    } else if (entry.removal) return;
    // A wish that came too late, when the file was getting its name already, must not hide that it got none.
    else if (end.kind === 'failed' && (wish === null || entry.state.status === 'finishing')) this.#failed(entry, end);
    else this.#move(entry, { status: wish === 'restart' ? 'queued' : 'paused' });
  }

  #failed(entry: Entry, end: RunEnd & { kind: 'failed' }): void {
    const decision = decideRetry(end, entry.attempts, entry.request, this.#random());
    if (!decision.retry) {
      this.#move(entry, { status: 'failed', failure: end.failure, kept: end.kept });
      return;
    }
    entry.attempts = decision.attempt;
    const until = this.#clock.wallTime() + decision.delay;
    this.#move(entry, { status: 'waiting', until, attempt: decision.attempt, cause: end.failure });
    this.#tell(entry, end.failure, decision.delay);
    this.#wait(entry, decision.delay);
  }

  #tell({ request }: Entry, failure: Failure, delay: number): void {
    const code = delay >= 1000 ? 'waiting' : 'retrying';
    const message = `${failure.message}; trying again${delay >= 1000 ? ` in ${Math.round(delay / 1000)} s` : ''}`;
    this.#emit({ type: 'notice', id: request.id, notice: { code, message, at: this.#clock.wallTime() } });
  }

  #wait(entry: Entry, delay: number): void {
    const cancel = this.#clock.after(delay, () => {
      entry.cancelWait = null;
      this.#move(entry, { status: 'queued' });
      this.#startNext();
    });
    entry.cancelWait = () => {
      entry.cancelWait = null;
      cancel();
    };
  }
}
