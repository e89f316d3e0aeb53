/** The simulated server: files of several kinds, and faults as often as its mood has it. */
import { createHash } from 'node:crypto';
import { connectionReset, type Link, type Listener } from './link.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/**
 * What a file's answers say about it.
 * - `strong`: a strong ETag. - `modified`: only a Last-Modified. - `bare`: nothing. - `weak`: a weak ETag.
 * - `edges`: another strong ETag with every answer, as from a badly built network of caches.
 * - `whole`: no ranges. - `chunked`: no ranges and no length.
 */
export const fileKinds = ['strong', 'modified', 'bare', 'weak', 'edges', 'whole', 'chunked'] as const;
export type FileKind = (typeof fileKinds)[number];

export interface ServedFile {
  readonly kind: FileKind;
  /** Every version so far, the last one being served. */
  readonly versions: Buffer[];
  /** What its answers say besides, such as where else it is. */
  readonly says?: readonly string[];
  changedAt: number;
}

/** How likely each fault is, for one request. */
export interface Mood {
  readonly refuse: number;
  readonly cut: number;
  readonly stall: number;
  readonly busy: number;
  readonly page: number;
  readonly ignoreRange: number;
  readonly shortRange: number;
  readonly silentClose: number;
  /** Connections at once; more get 503. */
  readonly mostConnections: number;
  /** How many times slower than usual it sends. */
  readonly slowness: number;
}

export const calm: Mood = {
  refuse: 0,
  cut: 0,
  stall: 0,
  busy: 0,
  page: 0,
  ignoreRange: 0,
  shortRange: 0,
  silentClose: 0,
  mostConnections: Number.POSITIVE_INFINITY,
  slowness: 1,
};

export function anyMood(random: Random): Mood {
  const rate = (): number => (random.chance(0.5) ? 0 : random.next() * 0.15);
  const [refuse, cut, stall, busy, page, silentClose] = [rate(), random.next() * 0.3, rate() / 3, rate(), rate() / 2, rate()];
  const [ignoreRange, shortRange] = [random.chance(0.8) ? 0 : 0.05, rate()];
  return {
    refuse,
    cut,
    stall,
    busy,
    page,
    silentClose,
    ignoreRange,
    shortRange,
    mostConnections: random.pick([1, 2, 4, 8, Infinity]),
    slowness: random.pick([1, 1, 8]),
  };
}

interface Delivery {
  readonly head: Buffer;
  readonly body: Buffer;
  /** Bytes of both that have been sent, and that will be. */
  at: number;
  readonly end: number;
  /** Bytes of the first step: few enough at times to tear the head apart. */
  first: number;
  /** Bytes and milliseconds of each step. */
  readonly step: number;
  readonly pause: number;
  readonly ending: 'keep' | 'end' | 'reset' | 'stall';
}

export class SimulatedServer implements Listener {
  readonly files = new Map<string, ServedFile>();
  mood: Mood = calm;
  /** Bytes of bodies that have been taken by clients. */
  sent = 0;
  /** The path of the file that was asked for last; empty before any was. */
  lastAsked = '';
  readonly #world: World;
  readonly #random: Random;
  readonly #links = new Set<Link>();
  readonly #deliveries = new Map<Link, Delivery>();

  constructor(world: World) {
    this.#world = world;
    this.#random = world.random.fork();
  }

  /** Another version from now on; answers under way go on with the one that they began with. */
  change(path: string, bytes: Buffer): void {
    const file = this.files.get(path) as ServedFile;
    file.versions.push(bytes);
    file.changedAt = this.#world.wallTime;
  }

  /** Every client that was connected is gone. */
  forgetClients(): void {
    for (const link of this.#links) link.close();
    this.#links.clear();
    this.#deliveries.clear();
  }

  /** Every connection is reset. */
  reset(): void {
    for (const link of this.#links) link.end(connectionReset());
    this.#links.clear();
    this.#deliveries.clear();
  }

  get openLinks(): number {
    for (const link of this.#links) if (!link.open) this.#links.delete(link);
    return this.#links.size;
  }

  refuses(): boolean {
    return this.#random.chance(this.mood.refuse);
  }

  connected(link: Link): void {
    this.#links.add(link);
  }

  asked(link: Link, head: string): void {
    this.#world.plan(1 + this.#random.next() * 20, () => {
      if (link.open) this.#answer(link, head);
    });
  }

  resumed(link: Link): void {
    this.#continue(link);
  }

  #answer(link: Link, request: string): void {
    const { mood } = this;
    const random = this.#random;
    if (random.chance(mood.silentClose)) return link.end(random.chance(0.5) ? connectionReset() : null);
    if (this.openLinks > mood.mostConnections || random.chance(mood.busy)) {
      const retryAfter = random.chance(0.3) ? `Retry-After: ${random.between(0, 5)}\r\n` : '';
      return this.#deliver(link, `HTTP/1.1 503 Busy\r\n${retryAfter}Content-Length: 0\r\n\r\n`, Buffer.alloc(0));
    }
    // A page in answer to the very first question cannot be told from a file.
    if (/^range: bytes=[1-9]/im.test(request) && random.chance(mood.page)) {
      const page = Buffer.from('<html>Come back later.</html>');
      return this.#deliver(link, `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n`, page);
    }
    const [, path = ''] = /^GET (\S+)/.exec(request) ?? [];
    const file = this.files.get(path);
    if (!file) return this.#deliver(link, 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n', Buffer.alloc(0));
    this.lastAsked = path;
    this.#serve(link, request, file);
  }

  #serve(link: Link, request: string, file: ServedFile): void {
    const bytes = file.versions.at(-1) as Buffer;
    const size = bytes.length;
    const fields = [...this.#validators(file), ...(file.says ?? [])];
    const ranged = file.kind !== 'whole' && file.kind !== 'chunked' && !this.#random.chance(this.mood.ignoreRange);
    const [, from, last] = /^range: bytes=(\d+)-(\d+)/im.exec(request) ?? [];
    const condition = /^if-range: (.*)$/im.exec(request)?.[1]?.trim();
    const current = condition === undefined || fields.some((field) => field.endsWith(`: ${condition}`));
    const common = [`Date: ${new Date(this.#world.wallTime).toUTCString()}`, 'Content-Type: application/octet-stream', ...fields];
    if (!ranged || from === undefined || !current) {
      if (file.kind !== 'chunked') return this.#deliver(link, headOf('200 OK', [...common, `Content-Length: ${size}`]), bytes);
      return this.#deliver(link, headOf('200 OK', [...common, 'Transfer-Encoding: chunked']), chunked(bytes));
    }
    const start = Number(from);
    if (start >= size)
      return this.#deliver(link, headOf('416 No', [...common, `Content-Range: bytes */${size}`, 'Content-Length: 0']), Buffer.alloc(0));
    const wanted = Math.min(size, Number(last) + 1);
    const end = this.#random.chance(this.mood.shortRange) ? this.#random.between(start + 1, wanted + 1) : wanted;
    const range = [`Content-Range: bytes ${start}-${end - 1}/${size}`, `Content-Length: ${end - start}`];
    this.#deliver(link, headOf('206 Partial', [...common, ...range]), bytes.subarray(start, end));
  }

  #validators(file: ServedFile): string[] {
    const etag = createHash('md5').update(`${file.versions.length}`).digest('hex');
    switch (file.kind) {
      case 'strong':
        return [`ETag: "${etag}"`];
      case 'weak':
        return [`ETag: W/"${etag}"`];
      case 'edges':
        return [`ETag: "${etag}-${this.#random.between(0, 1000)}"`];
      case 'modified':
        return [`Last-Modified: ${new Date(file.changedAt).toUTCString()}`];
      default:
        return [];
    }
  }

  #deliver(link: Link, head: string, body: Buffer): void {
    const random = this.#random;
    const cut = random.chance(this.mood.cut);
    const stall = !cut && random.chance(this.mood.stall);
    const whole = head.length + body.length;
    const end = cut || stall ? random.between(0, whole) : whole;
    const ending = stall ? 'stall' : cut ? random.pick(['end', 'reset'] as const) : random.chance(0.1) ? 'end' : 'keep';
    const step = random.pick([1500, 9000, 40_000, 64_000]);
    this.#deliveries.set(link, {
      head: Buffer.from(head, 'latin1'),
      body,
      at: 0,
      end,
      first: random.between(1, step),
      step,
      pause: random.pick([0.2, 2, 10, 80]),
      ending,
    });
    this.#continue(link);
  }

  #continue(link: Link): void {
    const delivery = this.#deliveries.get(link);
    if (!delivery) return;
    this.#world.plan(this.mood.slowness * delivery.pause * (0.5 + this.#random.next()), () => {
      if (!link.open || this.#deliveries.get(link) !== delivery) return;
      const step = nextStep(delivery);
      this.sent += step.length;
      const more = delivery.at < delivery.end;
      if (!more) this.#deliveries.delete(link);
      const flowing = step.length === 0 || link.send(step);
      if (more) {
        if (flowing) this.#continue(link);
      } else if (delivery.ending === 'end') link.end();
      else if (delivery.ending === 'reset') link.end(connectionReset());
    });
  }
}

function nextStep(delivery: Delivery): Buffer {
  const { head, body, at } = delivery;
  delivery.at = Math.min(delivery.end, at + delivery.first);
  delivery.first = delivery.step;
  const fromBody = body.subarray(Math.max(0, at - head.length), Math.max(0, delivery.at - head.length));
  return at < head.length ? Buffer.concat([head.subarray(at, delivery.at), fromBody]) : fromBody;
}

const headOf = (status: string, fields: readonly string[]): string => `HTTP/1.1 ${status}\r\n${fields.join('\r\n')}\r\n\r\n`;

/** Transfer-Encoding: chunked, in chunks of 10 kB. */
function chunked(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 10_000) {
    const part = bytes.subarray(at, at + 10_000);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}
