import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseLinkList } from '../../cli/links.ts';
import { checksumAlgorithms } from '../../contract/digest.ts';
import { parseCommand, type RunOptions } from '../../cli/options.ts';
import { UsageError } from '../../cli/values.ts';

const cwd = resolve('/srv/folder');
const url = 'https://host/file';

function parse(...args: string[]): RunOptions {
  const command = parseCommand([...args, url], { version: '1.2.3', cwd });
  if (command.kind !== 'run') throw new Error(`not a run but ${command.kind}`);
  return command.options;
}

const complaint = (...args: string[]): string => {
  try {
    parseCommand(args, { version: '1.2.3', cwd });
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return '';
};

const sha256 = 'ab'.repeat(32);

test('a URL alone gets the defaults', () => {
  expect(parse()).toEqual({
    urls: [url],
    mirrors: [],
    inputFile: null,
    transfer: {
      folder: cwd,
      name: null,
      connections: 'auto',
      minSplitSize: 1024 * 1024,
      connectTimeout: 15_000,
      idleTimeout: 30_000,
      retries: 10,
      retryWait: 1000,
      checksums: [],
      findChecksums: 'headers',
      headers: [],
      userAgent: 'Rangefinder/1.2.3',
      referer: null,
      cookie: null,
      credentials: null,
      onConflict: 'rename',
      sha256: true,
      resume: true,
      partialOf: 'link',
      insecure: false,
    },
    limitRate: 0,
    atOnce: 5,
    perHost: 32,
    caCertificate: null,
    log: null,
    report: null,
    quiet: false,
    verbose: false,
    json: false,
  });
});

describe('transfer options', () => {
  test.each([
    [['-n', '8'], { connections: 8 }],
    [['-n8'], { connections: 8 }],
    [['--connections=64'], { connections: 64 }],
    [['--connections', 'auto'], { connections: 'auto' }],
    [['--number_of_threads', '4'], { connections: 4 }],
    [['--number_of_threads', '4', '-n', '5'], { connections: 5 }],
    [['--min-split-size', '64K'], { minSplitSize: 65536 }],
    [['--min-split-size', '1.5m'], { minSplitSize: 1572864 }],
    [['--min-split-size', '2GiB'], { minSplitSize: 2147483648 }],
    [['--min-split-size', '100'], { minSplitSize: 100 }],
    [['--connect-timeout', '0.5'], { connectTimeout: 500 }],
    [['--timeout', '60'], { idleTimeout: 60_000 }],
    [['--retries', '0'], { retries: 0 }],
    [['--retry-wait', '0'], { retryWait: 0 }],
    [['--user-agent', 'me'], { userAgent: 'me' }],
    [['--referer', 'https://a/'], { referer: 'https://a/' }],
    [['--cookie', 'a=1; b=2'], { cookie: 'a=1; b=2' }],
    [['--user', 'me:pass:word'], { credentials: { user: 'me', password: 'pass:word' } }],
    [['--user', ':'], { credentials: { user: '', password: '' } }],
    [['--on-conflict', 'skip'], { onConflict: 'skip' }],
    [['--no-sha256', '--no-resume', '--insecure'], { sha256: false, resume: false, insecure: true }],
    [['-o', 'x.iso'], { name: 'x.iso', folder: cwd }],
    [['-o', 'sub/x.iso', '-d', 'down'], { name: 'x.iso', folder: resolve(cwd, 'down/sub') }],
    [['-d', '/abs'], { folder: resolve('/abs') }],
  ])('%j', (args, expected) => {
    expect(parse(...args).transfer).toMatchObject(expected);
  });

  test('checksums and headers repeat', () => {
    const { checksums, headers } = parse(
      '--checksum',
      `sha256=${sha256}`,
      '--checksum',
      `MD5=${'0'.repeat(32)}`,
      '--header',
      'A: 1',
      '--header',
      'b:2',
    ).transfer;
    expect(checksums).toEqual([
      { algorithm: 'sha256', value: sha256, origin: 'user' },
      { algorithm: 'md5', value: '0'.repeat(32), origin: 'user' },
    ]);
    expect(headers).toEqual([
      ['A', '1'],
      ['b', '2'],
    ]);
  });

  test('a header with an option of its own is that option, which wins', () => {
    const transfer = parse('--header', 'User-Agent: one', '--header', 'cookie: c=1', '--header', 'Referer: r', '--referer', 's').transfer;
    expect(transfer).toMatchObject({ userAgent: 'one', cookie: 'c=1', referer: 's', headers: [] });
  });

  test('a header value is taken as it is', () => {
    expect(parse('--header', 'X:  é ').transfer.headers).toEqual([['X', 'é']]);
  });
});

test('options of the command', () => {
  expect(parse('--limit-rate', '500K', '--ca-certificate', 'ca.pem', '--log', 'x.log', '-qv', '--json', '--input-file', '-')).toMatchObject(
    {
      limitRate: 512_000,
      caCertificate: 'ca.pem',
      log: 'x.log',
      quiet: true,
      verbose: true,
      json: true,
      inputFile: '-',
    },
  );
  expect(parseCommand(['--version'], { version: '1', cwd })).toEqual({ kind: 'version' });
  expect(parseCommand(['--help', '-n', 'many'], { version: '1', cwd })).toEqual({ kind: 'help' });
  expect(parse('--', '-x').urls).toEqual(['-x', url]);
});

describe('what cannot be meant is refused in one line', () => {
  test.each([
    [[], 'no URL'],
    [['--nonsense', url], '--nonsense'],
    [['-n'], '-n'],
    [['-n', '0', url], '--connections'],
    [['-n', '65', url], '--connections'],
    [['-n', 'many', url], '--connections'],
    [['-n', '1.5', url], '--connections'],
    [['--number_of_threads', 'x', url], '--number_of_threads'],
    [['--min-split-size', '0', url], '--min-split-size'],
    [['--min-split-size', '1X', url], '--min-split-size'],
    [['--min-split-size', '-1', url], '--min-split-size'],
    [['--min-split-size', '9999999999999999G', url], '--min-split-size'],
    [['--limit-rate', 'fast', url], '--limit-rate'],
    [['--at-once', '0', url], '--at-once'],
    [['-j', 'all', url], '--at-once'],
    [['--per-host', '-1', url], '--per-host'],
    [['--timeout', '0', url], '--timeout'],
    [['--timeout', 'soon', url], '--timeout'],
    [['--connect-timeout', '1e3', url], '--connect-timeout'],
    [['--retries', '-1', url], '--retries'],
    [['--retries', '1.5', url], '--retries'],
    [['--retry-wait', 'NaN', url], '--retry-wait'],
    [['--checksum', 'sha256=abc', url], '--checksum'],
    [['--checksum', `crc32=${sha256}`, url], '--checksum'],
    [['--checksum', 'nonsense', url], '--checksum'],
    [['--checksum', `sha1=${sha256}`, url], '--checksum'],
    [['--header', 'no colon', url], '--header'],
    [['--header', 'A: b\r\nC: d', url], '--header'],
    [['--header', 'A\n: b', url], '--header'],
    [['--header', 'Range: bytes=0-', url], '--header'],
    [['--user-agent', 'a\nb', url], '--user-agent'],
    [['--referer', 'a\rb', url], '--referer'],
    [['--cookie', 'a\0b', url], '--cookie'],
    [['--user', 'nobody', url], '--user'],
    [['--user', 'a:b\n', url], '--user'],
    [['--on-conflict', 'ask', url], '--on-conflict'],
    [['--input-file', '', url], '--input-file'],
    [['-d', '', url], '--dir'],
    [['-o', '', url], '--name'],
    [['-o', '..', url], '--name'],
    [['-o', 'folder/', url], '--name'],
    [['--json=yes', url], '--json'],
  ])('%j', (args, named) => {
    const message = complaint(...args);
    expect(message).toContain(named);
    expect(message).not.toContain('\n');
  });

  test('of a checksum tells every algorithm that there is', () => {
    for (const text of ['nonsense', `crc32=${sha256}`])
      for (const algorithm of checksumAlgorithms) expect(complaint('--checksum', text, url)).toContain(algorithm);
  });

  test('without telling the password', () => {
    expect(complaint('--user', 'secret', url)).not.toContain('secret');
  });
});

test('a list of links has comments and blank lines', () => {
  expect(parseLinkList('\ufeff# links\r\nhttps://a/1\n\n  https://a/2  \n#https://a/3\nhttps://a/4#part')).toEqual([
    'https://a/1',
    'https://a/2',
    'https://a/4#part',
  ]);
});
