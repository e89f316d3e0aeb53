/**
 * The file in the making: which one it becomes, what of it is here, and who reads it back meanwhile. It opens the partial, gives up what turns out to
 * be worth nothing, and lets go of it; what it fills with is not its matter.
 */
import path from 'node:path';
import { blocksAround } from '../disk/block-records.ts';
import { abandon, findPartial, isBegun, openTarget, type Claimant, type OpenTarget } from '../disk/target.ts';
import type { PartialState } from '../disk/partial.ts';
import { removeExtent, type Extent } from '../extents.ts';
import type { Checksum, ChecksumAlgorithm } from '../../contract/download.ts';
import type { DownloadRequest } from '../types.ts';
import { followPartial, type FollowedFile, type Follower } from '../verify/follower.ts';
import { Losses, tellSpoiled, tellWrong } from './damage.ts';
import { nameFor } from './description.ts';
import type { Reporter } from './environment.ts';
import { Stopped } from './memory.ts';
import type { Recorder } from './recorder.ts';

export interface WorkpieceOptions {
  readonly request: DownloadRequest;
  /** Tells a partial's link without telling the link. */
  readonly source: string;
  /** Whether an unfinished download of the same link that nobody owns may be gone on with. */
  readonly adopt: boolean;
  readonly reporter: Reporter;
  readonly recorder: Recorder;
}

/** A file that needs no work: it was there and the user asked to leave it, or an earlier run had come as far as its final name. */
export interface FoundFile {
  readonly path: string;
  readonly sha256: string | null;
  readonly skipped: boolean;
  /** What its server had said that its digests are. */
  readonly expected: readonly Checksum[];
}

export class Workpiece {
  readonly #options: WorkpieceOptions;
  readonly #losses = new Losses();
  #target: OpenTarget | null = null;
  #state: PartialState | null = null;
  #followed: FollowedFile | null = null;

  constructor(options: WorkpieceOptions) {
    this.#options = options;
  }

  get #claimant(): Claimant {
    const { request, source, adopt } = this.#options;
    return { source, owner: request.id, adopt, partialOf: request.partialOf };
  }

  get isOpen(): boolean {
    return this.#target !== null;
  }

  /** @throws before it is open. */
  get target(): OpenTarget {
    if (!this.#target) throw new RangeError('the file is not open');
    return this.#target;
  }

  /** What is in the file, and of which file of the server's; null before it is open. */
  get state(): PartialState | null {
    return this.#state;
  }

  set state(state: PartialState) {
    this.#state = state;
  }

  get extents(): readonly Extent[] {
    return this.#state?.extents ?? [];
  }

  /** Null while nobody reads it back. */
  get followed(): FollowedFile | null {
    return this.#followed;
  }

  /** Opens what an earlier run left, or the file that the user named, so that the first request can ask for what is missing. */
  async openEarlier(folder: string): Promise<FoundFile | null> {
    const { request } = this.#options;
    const wanted = request.name === null ? null : nameFor(request, null);
    const named = findPartial(folder, this.#claimant, wanted) ?? wanted;
    return named === null ? null : await this.open(folder, named);
  }

  /** @returns null when the file is open and there is work to do. */
  async open(folder: string, name: string): Promise<FoundFile | null> {
    const { request, source, reporter } = this.#options;
    const target = await openTarget({ folder, name, ...this.#claimant, onConflict: request.onConflict, resume: request.resume });
    if (target.kind === 'skipped') {
      reporter.notice('skipped', `${path.basename(target.path)} is there already`);
      return { path: target.path, sha256: null, skipped: true, expected: [] };
    }
    if (target.kind === 'published') return { path: target.path, sha256: target.sha256, skipped: false, expected: target.expected };
    this.#target = target;
    // Nothing has to be proven of no bytes.
    this.#state = target.state.extents.length > 0 ? target.state : { ...target.state, source };
    if (target.dropped !== null) reporter.notice('partial_dropped', target.dropped);
    if (target.name !== name) reporter.notice('renamed', `${name} is taken; the file will be ${target.name}`);
    return null;
  }

  /** Has the file read back from now on, unless it is already. */
  follow(follower: Follower, algorithms: readonly ChecksumAlgorithm[]): void {
    this.#followed ??= followPartial(follower, this.target.partial, algorithms, this.#state as PartialState);
  }

  /** Ends the reading, which may begin anew. */
  unfollow(): void {
    this.#followed?.cancel();
    this.#followed = null;
  }

  /** Throws away all that is here. */
  async startOver(): Promise<void> {
    const target = this.#target;
    if (!target) return;
    this.unfollow();
    await target.partial.restart();
    this.#state = { ...target.partial.emptyState, source: this.#options.source };
  }

  /** Takes out of the extents what was found spoiled since the last look. @throws DISK_IO when the disk keeps losing the same bytes. */
  giveBackSpoiled(): void {
    const spoiled = this.#followed?.takeSpoiled();
    if (spoiled) this.giveBack(spoiled);
  }

  /** Bytes are not in the file any more. @throws DISK_IO when the disk keeps losing the same ones. */
  giveBack(extent: Extent): void {
    this.#losses.count(extent);
    const state = this.#state as PartialState;
    this.#state = { ...state, extents: removeExtent(state.extents, ...extent) };
    tellSpoiled(this.#options, extent);
  }

  /** Bytes are not those that the server publishes digests of. */
  discredit(extents: readonly Extent[]): void {
    const state = this.#state as PartialState;
    const size = state.size as number;
    let kept = state.extents;
    for (const extent of extents) {
      kept = removeExtent(kept, ...extent);
      // What is known of these blocks is known of the wrong bytes.
      this.target.partial.blocks.forget(blocksAround(extent, size));
    }
    this.#state = { ...state, extents: kept };
    tellWrong(this.#options, extents);
  }

  /** It has got its final name: there is nothing to let go of but the lock. */
  published(): void {
    this.target.lock.release();
    this.#target = null;
  }

  /** Ends the work, whatever state it is in. @returns whether something stays that another run can go on with. */
  async letGo(reason: unknown): Promise<boolean> {
    this.unfollow();
    const target = this.#target;
    this.#target = null;
    if (!target) return isBegun(this.#options.request.folder, this.#claimant);
    const wanted = this.extents.length > 0;
    const removed = reason instanceof Stopped && reason.how === 'remove';
    // An empty partial is of no use to anybody.
    const gone = await abandon(target, { discard: !wanted || removed });
    return wanted || !gone;
  }
}
