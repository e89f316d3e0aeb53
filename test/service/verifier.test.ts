import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HashProgress } from '../../contract/files.ts';
import { DownloadError } from '../../contract/errors.ts';
import { Verifier } from '../../service/verifier.ts';
import { seededBytes } from '../servers/range-server.ts';

let folder: string;
let verifier: Verifier;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rangefinder-verify-'));
  verifier = new Verifier();
});
afterEach(async () => {
  await verifier.close();
  await rm(folder, { recursive: true });
});

async function all(words: AsyncIterable<HashProgress>): Promise<HashProgress[]> {
  const told: HashProgress[] = [];
  for await (const word of words) told.push(word);
  return told;
}

it.each([0, 1000, 20 * 1024 * 1024 + 7])('a file of %i bytes has the digests that it has', async (size) => {
  const path = join(folder, 'file');
  const bytes = seededBytes(size);
  await writeFile(path, bytes);
  const told = await all(verifier.hash({ path, algorithms: ['sha256', 'md5', 'sha1', 'sha512', 'blake3'] }));
  const digest = (name: string): string => createHash(name).update(bytes).digest('hex');
  expect(told[0]).toEqual({ state: 'hashing', done: 0, size });
  expect(told.at(-1)).toEqual({
    state: 'done',
    size,
    digests: {
      sha256: digest('sha256'),
      md5: digest('md5'),
      sha1: digest('sha1'),
      sha512: digest('sha512'),
      blake3: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
  });
});

it('is left in the middle without a trace, and does the next', async () => {
  const large = join(folder, 'large');
  await writeFile(large, '');
  await truncate(large, 4 * 1024 ** 3);
  const abort = new AbortController();
  const words = verifier.hash({ path: large, algorithms: ['sha512'] }, abort.signal);
  expect((await words.next()).value).toMatchObject({ state: 'hashing', done: 0 });
  expect((await words.next()).value).toMatchObject({ state: 'hashing', size: 4 * 1024 ** 3 });
  abort.abort();
  await expect(words.next()).rejects.toThrow('aborted');

  const small = join(folder, 'small');
  await writeFile(small, seededBytes(9 * 1024 * 1024));
  expect((await all(verifier.hash({ path: small, algorithms: ['sha256'] }))).at(-1)).toMatchObject({ state: 'done' });
});

it('says why a file cannot be hashed', async () => {
  const codeOf = (path: string): Promise<string> =>
    all(verifier.hash({ path, algorithms: ['md5'] })).then(
      () => 'done',
      (error: unknown) => (error instanceof DownloadError ? error.code : String(error)),
    );
  expect(await codeOf('relative')).toBe('BAD_PATH');
  expect(await codeOf(folder)).toBe('BAD_PATH');
  expect(await codeOf(join(folder, 'missing'))).toBe('NOT_FOUND');
  const hidden = join(folder, 'hidden');
  await writeFile(hidden, 'x');
  await chmod(hidden, 0o000);
  // Root may read everything.
  expect(await codeOf(hidden)).toBe(process.getuid?.() === 0 ? 'done' : 'DISK_IO');
});
