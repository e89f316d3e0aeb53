import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Extent } from '../../engine/extents.ts';
import { TokenBucket } from '../../engine/rate.ts';
import type { Claim } from '../../engine/segments.ts';
import { Intake, type Verdict } from '../../engine/transfer/intake.ts';
import { ManualClock } from './manual-clock.ts';

const size = 600_000;
const content = Buffer.from(Uint32Array.from({ length: size / 4 }, (_, index) => Math.imul(index + 1, 0x9e3779b1)).buffer);

/** A file in memory whose slow writes take what is in the caller's memory when they end, as a real disk may. */
class SlowFile {
  readonly bytes = Buffer.alloc(size);
  slow = false;
  #pending: (() => void)[] = [];

  write(buffer: Buffer, offset: number, length: number, position: number, lent = false): Promise<void> | null {
    const source = lent ? Buffer.from(buffer) : buffer;
    const store = (): void => void source.copy(this.bytes, position, offset, offset + length);
    if (!this.slow) {
      store();
      return null;
    }
    return new Promise((resolve) =>
      this.#pending.push(() => {
        store();
        resolve();
      }),
    );
  }

  read(position: number, length: number): Buffer {
    return this.bytes.subarray(position, position + length);
  }

  async finishWrites(): Promise<void> {
    for (const finish of this.#pending.splice(0)) finish();
    await new Promise(setImmediate);
  }
}

/** A connection that reads into the intake's space as a socket does: it asks right after each read, and keeps the answer until the next. */
class Connection {
  readonly clock = new ManualClock();
  readonly intake: Intake;
  readonly #end: number;
  #at: number;
  #space: Buffer;
  verdict: Verdict = 'more';

  constructor(file: SlowFile, claim: Claim, seam: number, onWritten: (bytes: number) => void, kept: readonly Extent[] = []) {
    this.intake = new Intake({
      sender: 0,
      partial: file,
      kept,
      buckets: [new TokenBucket(this.clock)],
      slabSize: 128 * 1024,
      clock: this.clock,
      onWritten,
      onEnded: () => undefined,
    });
    this.intake.onReady = (verdict) => (this.verdict = verdict);
    this.#at = claim.written - seam;
    this.#end = claim.end;
    this.intake.begin(claim, this.#at, seam);
    this.#space = this.intake.space;
  }

  /** Bytes come in. TLS may bring some even after a hold. */
  read(count: number, spill: boolean): void {
    if (this.verdict === 'done' || (this.verdict === 'hold' && !spill)) return;
    const length = Math.min(count, this.#space.length, this.#end - this.#at);
    if (length === 0) return;
    content.copy(this.#space, 0, this.#at, this.#at + length);
    this.#at += length;
    this.verdict = this.intake.filled(length);
    this.#space = this.intake.space;
  }
}

const newClaim = (start: number, end: number): Claim => ({ start, end, written: start, arrived: start, rate: 0, fetchers: 1, tries: 0 });

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      which: fc.nat(1),
      count: fc.integer({ min: 1, max: 70_000 }),
      spill: fc.boolean(),
    }),
  },
  fc.record({ kind: fc.constant('flush' as const), which: fc.nat(1) }),
  fc.record({ kind: fc.constant('disk' as const), slow: fc.boolean() }),
  fc.record({ kind: fc.constant('finish' as const) }),
  fc.record({ kind: fc.constant('wait' as const), which: fc.nat(1), seconds: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constant('steal' as const), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
);

type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const zeros = Buffer.alloc(size);

async function play(actions: readonly Action[], seam: number, race: boolean): Promise<void> {
  const file = new SlowFile();
  const start = 100_000;
  content.copy(file.bytes, 0, 0, start);
  const claim = newClaim(start, 500_000);
  let told = 0;
  const connections = [new Connection(file, claim, seam, (bytes) => (told += bytes))];
  // Other connections of the thread, which read into the memory that all share.
  const others = limited(new ManualClock(), new TokenBucket(new ManualClock()));
  for (const [index, step] of actions.entries()) {
    if (race && index === 10 && claim.written < claim.end) connections.push(new Connection(file, claim, 0, (bytes) => (told += bytes)));
    const connection = connections[('which' in step ? step.which : 0) % connections.length] as Connection;
    if (step.kind === 'read') connection.read(step.count, step.spill);
    else if (step.kind === 'flush') connection.intake.flush();
    else if (step.kind === 'disk') file.slow = step.slow;
    else if (step.kind === 'finish') await file.finishWrites();
    else if (step.kind === 'wait') connection.clock.advance(step.seconds * 1000);
    else claim.end -= Math.floor((claim.end - claim.arrived) * step.part);
    others.headSpace.fill(0xff);
    expect(claim.written).toBeLessThanOrEqual(claim.arrived);
    expect(claim.arrived).toBeLessThanOrEqual(claim.end);
  }
  file.slow = false;
  const ended = Promise.all(connections.map(({ intake }) => intake.end()));
  await file.finishWrites();
  await ended;
  for (const { intake } of connections) intake.forsake();
  expect(claim.written).toBe(claim.arrived);
  expect(told).toBe(claim.written - start);
  expect(file.bytes.subarray(0, claim.written).equals(content.subarray(0, claim.written))).toBe(true);
  // Not a byte beyond what the claim says, which another connection may be writing.
  expect(file.bytes.subarray(claim.written).equals(zeros.subarray(claim.written))).toBe(true);
}

describe('bytes that arrive', () => {
  test.each([
    ['alone', 0, false],
    ['behind a seam', 65_536, false],
    ['in a race', 0, true],
    ['in a race behind a seam', 40_000, true],
  ] as const)('%s lie in the file where they belong, whatever the disk and the thieves do', async (_, seam, race) => {
    const anyOrder = fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 80 }), (actions) => play(actions, seam, race));
    await expect(fc.assert(anyOrder, { numRuns: 100 })).resolves.toBeUndefined();
  });

  test('are not written when the seam shows another file', async () => {
    const file = new SlowFile();
    content.copy(file.bytes, 0, 0, 100_000);
    file.bytes[99_999] = (file.bytes[99_999] as number) ^ 1;
    const claim = newClaim(100_000, 500_000);
    const connection = new Connection(file, claim, 50_000, () => undefined);
    const read = (): void => {
      for (let count = 0; count < 20; count++) connection.read(60_000, false);
    };
    expect(read).toThrow('changed');
    await expect(connection.intake.end()).rejects.toMatchObject({ code: 'CONTENT_CHANGED' });
    expect(claim.written).toBe(100_000);
    expect(file.bytes.subarray(100_000).equals(zeros.subarray(100_000))).toBe(true);
  });

  test('that are kept already are compared and left as they are', async () => {
    const file = new SlowFile();
    content.copy(file.bytes, 150_000, 150_000, 200_000);
    const claim = newClaim(0, size);
    const connection = new Connection(file, claim, 0, () => undefined, [[150_000, 200_000]]);
    for (let count = 0; count < 40; count++) connection.read(60_000, false);
    await connection.intake.end();
    expect(connection.verdict).toBe('done');
    expect(file.bytes.equals(content)).toBe(true);
  });
});

test('a failing disk is told once, and nothing is claimed for it', async () => {
  const file = new SlowFile();
  file.write = () => Promise.reject(new Error('the disk is gone'));
  const claim = newClaim(0, size);
  const connection = new Connection(file, claim, 0, () => undefined);
  const errors: unknown[] = [];
  connection.intake.onError = (error) => errors.push(error);
  connection.read(60_000, false);
  connection.intake.flush();
  await new Promise(setImmediate);
  expect(errors).toHaveLength(1);
  await expect(connection.intake.end()).rejects.toThrow('the disk is gone');
  expect(claim.written).toBe(0);
});

test('what cannot be noted ends the fetch as what cannot be written does', async () => {
  const file = new SlowFile();
  file.slow = true;
  const connection = new Connection(file, newClaim(0, size), 0, () => {
    throw new Error('no room for the note');
  });
  const errors: unknown[] = [];
  connection.intake.onError = (error) => errors.push(error);
  connection.read(60_000, false);
  connection.intake.flush();
  await file.finishWrites();
  expect(errors).toEqual([new Error('no room for the note')]);
  await expect(connection.intake.end()).rejects.toThrow('no room for the note');
});

test('nothing is taken after the disk has refused a write, nor written again from memory that others have used since', async () => {
  const file = new SlowFile();
  const claim = newClaim(0, size);
  const connection = new Connection(file, claim, 0, () => undefined);
  connection.read(10_000, false);
  const write = file.write.bind(file);
  file.write = () => {
    throw new Error('the disk is full');
  };
  expect(() => connection.read(10_000, false)).toThrow('the disk is full');
  file.write = write;
  connection.intake.headSpace.fill(0xff);
  expect(() => connection.read(10_000, false)).toThrow('the disk is full');
  await expect(connection.intake.end()).rejects.toThrow('the disk is full');
  expect(claim.written).toBe(10_000);
  expect(file.bytes.equals(Buffer.concat([content.subarray(0, 10_000)], size))).toBe(true);
});

test('what is here already is compared before the disk is given anything of what came around it', async () => {
  const file = new SlowFile();
  const claim = newClaim(0, size);
  const connection = new Connection(file, claim, 0, () => undefined, [[100_000, 100_100]]);
  for (let read = 0; read < 32; read++) connection.read(1000, false);
  file.slow = true;
  const come = (): void => {
    for (let read = 0; read < 20; read++) connection.read(10_000, false);
  };
  expect(come).toThrow('has changed');
  await file.finishWrites();
  await expect(connection.intake.end()).rejects.toThrow('has changed');
  expect(claim.written).toBeLessThan(100_000);
  expect(file.bytes.subarray(claim.written).equals(Buffer.alloc(size - claim.written))).toBe(true);
});

const limited = (clock: ManualClock, bucket: TokenBucket, file = new SlowFile()): Intake =>
  new Intake({
    sender: 0,
    partial: file,
    kept: [],
    buckets: [bucket],
    slabSize: 128 * 1024,
    clock,
    onWritten: () => undefined,
    onEnded: () => undefined,
  });

describe('memory of its own', () => {
  /** @returns whether the next bytes go to memory that no other connection reads into. */
  const has = (intake: Intake): boolean => intake.space.buffer !== intake.headSpace.buffer;

  function makeBusy(intake: Intake): void {
    intake.begin(newClaim(0, size), 0, 0);
    for (let read = 0; read < 32; read++) {
      content.copy(intake.space, 0, read * 1000, read * 1000 + 1000);
      intake.filled(1000);
    }
  }

  test('is for a connection that is busy, as long as it is', () => {
    const clock = new ManualClock();
    const file = new SlowFile();
    const intake = limited(clock, new TokenBucket(clock), file);
    expect(has(intake)).toBe(false);
    makeBusy(intake);
    expect(has(intake)).toBe(true);
    clock.advance(5000);
    intake.flush();
    expect(has(intake)).toBe(false);
    expect(file.bytes.subarray(0, 32_000).equals(content.subarray(0, 32_000))).toBe(true);
  });

  test('goes when the connection goes', async () => {
    const clock = new ManualClock();
    const intake = limited(clock, new TokenBucket(clock));
    makeBusy(intake);
    intake.forsake();
    expect(has(intake)).toBe(true);
    await intake.end();
    expect(has(intake)).toBe(false);
  });

  test('has a bound for all together; the others do without', () => {
    const clock = new ManualClock();
    const file = new SlowFile();
    const intakes = Array.from({ length: 600 }, () => limited(clock, new TokenBucket(clock), file));
    for (const intake of intakes) makeBusy(intake);
    const having = intakes.filter(has).length;
    expect(having).toBeGreaterThan(100);
    expect(having).toBeLessThan(400);
    clock.advance(5000);
    for (const intake of intakes) intake.flush();
    expect(intakes.some(has)).toBe(false);
    for (const intake of intakes.slice(0, 100)) makeBusy(intake);
    expect(intakes.filter(has)).toHaveLength(100);
  });
});

test('a limit counts every byte, those that end a claim too', () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket(clock, 1_000_000);
  const file = new SlowFile();
  let read = 0;
  const next = (): void => {
    const claim = newClaim(0, 5000);
    const intake = limited(clock, bucket, file);
    intake.begin(claim, 0, 0);
    const go = (verdict: Verdict): void => {
      for (let now = verdict; now !== 'hold';) {
        if (now === 'done') {
          clock.after(0.1, next);
          return;
        }
        const length = Math.min(intake.space.length, 5000 - claim.arrived);
        read += length;
        now = intake.filled(length);
      }
    };
    intake.onReady = go;
    go('more');
  };
  next();
  clock.advance(5000);
  expect(read / 5_000_000).toBeGreaterThan(0.97);
  expect(read / 5_000_000).toBeLessThan(1.03);
});

test('what comes with a head is hardly anything under a limit, and as much as there is without', () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket(clock, 300_000);
  const intake = limited(clock, bucket);
  expect(intake.headSpace.length).toBe(1024);
  bucket.rate = 0;
  expect(intake.headSpace.length).toBeGreaterThanOrEqual(256 * 1024);
});

test('a lifted limit ends a long wait soon, and one that stays lets it last', () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket(clock, 1000);
  const intake = limited(clock, bucket);
  let told = 0;
  intake.onReady = () => told++;
  intake.begin(newClaim(0, 400_000), 0, 0);
  const read = (count: number): Verdict => {
    expect(intake.space.length).toBeGreaterThan(0);
    return intake.filled(count);
  };
  expect(read(30_000)).toBe('hold');
  clock.advance(20_000);
  expect(told).toBe(0);
  bucket.rate = 0;
  clock.advance(300);
  expect(told).toBe(1);

  bucket.rate = 1000;
  expect(read(10_000)).toBe('hold');
  clock.advance(9500);
  expect(told).toBe(1);
  clock.advance(600);
  expect(told).toBe(2);
});
