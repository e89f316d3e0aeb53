/** The general plane against a real server, where its parts meet: limits, claims that were cut short, bodies that end. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../engine/clock.ts';
import { Connector } from '../../engine/http/connector.ts';
import { exchange } from '../../engine/http/exchange.ts';
import { HttpSession } from '../../engine/http/session.ts';
import { TokenBucket } from '../../engine/rate.ts';
import type { Claim } from '../../engine/segments.ts';
import { GeneralChannel } from '../../engine/transfer/general-channel.ts';
import { Intake } from '../../engine/transfer/intake.ts';
import { seededBytes, startRangeServer, type RangeServer } from '../servers/range-server.ts';
import { requestFor } from '../simulator/simulation.ts';

const bytes = seededBytes(100_000);
let server: RangeServer;
let connector: Connector;

beforeEach(async () => {
  server = await startRangeServer({ content: bytes });
  connector = new Connector();
});

afterEach(async () => {
  connector.close();
  await server.close();
});

interface Fetched {
  readonly claim: Claim;
  /** The bytes that came into the file. */
  readonly file: Buffer;
  readonly done: Promise<void>;
}

/** Fetches the whole for a claim that ends at `end`. @param mayWrite throws when the disk refuses the next write. */
async function fetch(end: number, rate: number, mayWrite: () => void = () => undefined): Promise<Fetched> {
  const file = Buffer.alloc(bytes.length);
  const claim: Claim = { start: 0, end, written: 0, arrived: 0, rate: 0, fetchers: 1, tries: 0 };
  const session = new HttpSession(requestFor('a', server.url, { idleTimeout: 60_000 }), connector, systemClock);
  const intake = new Intake({
    sender: 0,
    partial: {
      write: (buffer, offset, length, position) => {
        mayWrite();
        buffer.copy(file, position, offset, offset + length);
        return null;
      },
      read: (position, length) => file.subarray(position, position + length),
    },
    kept: [],
    buckets: [new TokenBucket(systemClock, rate)],
    slabSize: 128 * 1024,
    clock: systemClock,
    onWritten: () => undefined,
    onEnded: () => undefined,
  });
  const answer = await exchange(
    session,
    new URL(server.url),
    { range: { start: 0, end: bytes.length }, ifRange: null },
    new AbortController().signal,
  );
  const channel = new GeneralChannel(session, answer.url, null, intake);
  const done = channel.carryOn(answer, { kind: 'part', start: 0, end: bytes.length, size: bytes.length }, claim, 0);
  return { claim, file, done };
}

// Where a claim ends in the last piece of the body, nothing more comes that could end it.
test.each([
  [100_000, 0],
  [100_000, 500_000],
  [99_000, 0],
  [99_000, 500_000],
  [1, 500_000],
])('a claim of %i bytes ends at once, at a limit of %i bytes a second', { timeout: 10_000 }, async (end, rate) => {
  const { claim, file, done } = await fetch(end, rate);
  await done;
  expect(claim.written).toBe(end);
  expect(file.subarray(0, end).equals(bytes.subarray(0, end))).toBe(true);
  expect(file.subarray(end).every((byte) => byte === 0)).toBe(true);
});

// The body is split as the limit says; what comes behind a part that was lost must not take its place.
test.each([1, 2, 3, 5, 8, 13, 21])('nothing comes after the disk has refused write %i', { timeout: 10_000 }, async (refused) => {
  let writes = 0;
  const { claim, file, done } = await fetch(bytes.length, 500_000, () => {
    writes++;
    if (writes === refused) throw new Error('the disk is full');
  });
  await expect(done).rejects.toThrow('the disk is full');
  expect(writes).toBe(refused);
  expect(claim.written).toBeLessThan(bytes.length);
  expect(file.subarray(0, claim.written).equals(bytes.subarray(0, claim.written))).toBe(true);
});
