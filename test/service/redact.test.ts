import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from '../../service/log.ts';
import { redact, redactText } from '../../service/redact.ts';

/** The bits of a mode that concern others; Windows has none of its own. */
const othersMay = process.platform === 'win32' ? 0 : 0o077;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rangefinder-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const secretTexts: readonly (readonly [text: string, secret: string])[] = [
  ['GET https://ann:hunter2@host.example/file', 'hunter2'],
  ['GET https://ann:p@ss@host.example/file', 'p@ss'],
  ['GET ftp://ann@host.example/file', 'ann'],
  ['https://bucket.example/f?X-Amz-Credential=AKIA123&X-Amz-Signature=deadbeef', 'deadbeef'],
  ['https://bucket.example/f?X-Amz-Credential=AKIA123&X-Amz-Signature=deadbeef', 'AKIA123'],
  ['https://host.example/f?a=1&token=s3cr3t#x', 's3cr3t'],
  ['https://host.example/f?sig=s3cr3t&se=2030', 's3cr3t'],
  ['https://host.example/f?key=s3cr3t', 's3cr3t'],
  ['https://host.example/f?access_token=s3cr3t', 's3cr3t'],
  ['http://127.0.0.1:1234/#token=s3cr3t', 's3cr3t'],
  ['sent Authorization: Bearer abc.def.ghi', 'abc.def.ghi'],
  ['sent Proxy-Authorization: Basic YW5uOmh1bnRlcjI=', 'YW5uOmh1bnRlcjI='],
  ['sent cookie: session=abcdef; other=1', 'abcdef'],
];

test.each(secretTexts)('takes the secret out of %j', (text, secret) => {
  expect(redactText(text)).not.toContain(secret);
});

test('leaves what is no secret as it was', () => {
  const text = 'GET https://host.example/releases/v1.0@next/file.iso?monkey=1&version=2 answered 206 for bytes 0-99/1000';
  expect(redactText(text)).toBe(text);
});

test('knows secrets by their names, at any depth and in header lists', () => {
  const facts = {
    request: {
      headers: [
        ['Authorization', 'abc'],
        ['Accept', '*/*'],
      ],
      cookie: 'a=b',
      credentials: { user: 'ann', password: 'hunter2' },
    },
    cause: new Error('refused by https://ann:hunter2@host.example/'),
  };
  expect(redact(facts)).toMatchObject({
    request: {
      headers: [
        ['Authorization', '…'],
        ['Accept', '*/*'],
      ],
      cookie: '…',
      credentials: '…',
    },
    cause: { message: 'refused by https://host.example/' },
  });
});

test('ends on a cycle', () => {
  const facts: Record<string, unknown> = { name: 'x' };
  facts['self'] = facts;
  expect(JSON.stringify(redact(facts))).toContain('…');
});

test('writes neither to the file nor to the console what is secret, and the file is for its owner only', async () => {
  const file = join(folder, 'logs', 'rangefinder.log');
  let printed = '';
  const console = new Writable({
    write(chunk, _encoding, done) {
      printed += String(chunk);
      done();
    },
  });

  const { log, close } = await openLog({ file, fileLevel: 'debug', console, consoleLevel: 'debug' });
  for (const [text] of secretTexts) log('debug', text, { url: text, headers: [['Cookie', text]], cookie: text, cause: new Error(text) });
  log('info', 'the last line');
  await close();

  const written = await readFile(file, 'utf8');
  expect(written).toContain('the last line');
  expect(printed).toContain('info: the last line');
  for (const [, secret] of secretTexts.filter(([, each]) => each !== 'ann')) {
    expect(written).not.toContain(secret);
    expect(printed).not.toContain(secret);
  }
  expect((await stat(file)).mode & othersMay).toBe(0);
});
