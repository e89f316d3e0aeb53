/** The transfer interface that every protocol implements: a connection that fetches claimed ranges, one after another. */
import type { Validators } from '../disk/journal.ts';
import type { Claim } from '../segments.ts';

export interface Channel {
  /**
   * Fetches what is left of `claim`, from its front to its end, which may shrink meanwhile. Resolves when the claim has all its bytes or
   * the server has sent all that it will of this range; whatever arrived is then in the file. The answer is checked before its first byte is written.
   * @param seam how many bytes right before the claim's front to fetch again and compare with the file.
   * @throws DownloadError. What arrived before it is in the file.
   */
  fetch(claim: Claim, seam: number): Promise<void>;
  /** Writes what waits in memory, for a checkpoint. */
  flush(): void;
  /** Bytes a second over the connection's life, at least one second of it; 0 before the first byte. */
  readonly rate: number;
  /** Bytes a second to be expected of it from now on: those of late, or its rate where that is more; 0 before the first byte. */
  readonly prospect: number;
  /** Ends the connection; a fetch under way is rejected after its bytes are in the file. */
  close(): void;
}

/** What is known of the file when a range is asked for. */
export interface Terms {
  readonly size: number;
  readonly validators: Validators;
  readonly contentType: string | null;
  /** What to send as If-Range; null asks unconditionally and compares the answer. */
  readonly ifRange: string | null;
  /** Whether equal bytes at the seam are proof enough, because the validators are none. */
  readonly seamsProve: boolean;
}
