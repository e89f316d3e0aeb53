/** The servers that give one file at a time, each with what its answers are held to; which of them the journal tells of. */
import type { DownloadError } from '../../contract/errors.ts';
import type { Validators } from '../disk/journal.ts';
import type { PartialState } from '../disk/partial.ts';
import type { Extent } from '../extents.ts';
import type { HttpSession } from '../http/session.ts';
import type { SegmentMap } from '../segments.ts';
import { FastChannel } from '../transfer/fast-channel.ts';
import { GeneralChannel } from '../transfer/general-channel.ts';
import type { Intake } from '../transfer/intake.ts';
import type { Supply } from '../transfer/supply.ts';
import type { Environment } from './environment.ts';
import type { Failover } from './failover.ts';
import { rangePolicy } from './probe.ts';
import type { Source } from './sources.ts';

export interface Giver {
  readonly source: Source;
  readonly session: HttpSession;
  /** After redirects. */
  readonly url: URL;
  readonly latency: number;
  readonly proxied: boolean;
  readonly validators: Validators;
  readonly contentType: string | null;
}

export interface GiversOptions {
  readonly environment: Environment;
  readonly map: SegmentMap;
  /** What was in the file when the transfer began. */
  readonly begun: readonly Extent[];
  /** Where the bytes of a new connection land. */
  readonly newIntake: (source: Source, host: string) => Intake;
}

export class Givers {
  readonly #options: GiversOptions;
  readonly #bySupply = new Map<Supply, Giver>();
  /** Whose validators the journal holds, where that is not the first any more. */
  #successor: Giver | null = null;

  constructor(options: GiversOptions) {
    this.#options = options;
  }

  get all(): Iterable<Giver> {
    return this.#bySupply.values();
  }

  /** What the journal says otherwise than at the beginning. */
  get origin(): Partial<Pick<PartialState, 'from' | 'validators' | 'contentType'>> {
    const giver = this.#successor;
    return giver ? { from: giver.source.key, validators: giver.validators, contentType: giver.contentType } : {};
  }

  /** Connections to one more server. */
  add(giver: Giver): Supply {
    const { environment, map, begun, newIntake } = this.#options;
    const { source, session, url, latency, proxied, validators, contentType } = giver;
    const policy = rangePolicy(validators, source.memory);
    const terms = { size: map.size as number, validators, contentType, ...policy };
    const supply: Supply = {
      appetite: source.memory.appetite,
      latency,
      open: (plane) => {
        const intake = newIntake(source, url.host);
        if (plane === 'general' || proxied) return new GeneralChannel(session, url, terms, intake);
        session.connector.closeIdle(url);
        return new FastChannel(session, url, terms, intake);
      },
      mayOpen: (only) => environment.hosts.take(url.origin, only),
      closed: () => environment.hosts.release(url.origin),
      tooMany: () => environment.hosts.isOver(url.origin),
      unproven: () => (source.memory.distrust ? map.written : policy.seamsProve ? begun : []),
      slow: false,
    };
    this.#bySupply.set(supply, giver);
    return supply;
  }

  /** A server gives nothing more, and others do. The journal must not hold the validators of one that has failed. */
  lose(supply: Supply, problem: DownloadError, failover: Failover): void {
    const lost = this.#bySupply.get(supply);
    this.#bySupply.delete(supply);
    const [next] = this.#bySupply.values();
    if (!lost || !next) return;
    if (lost.source === failover.source) this.#successor = next;
    failover.lose(lost.source, problem, next.source);
  }
}
