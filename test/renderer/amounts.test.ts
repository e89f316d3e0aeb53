import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWholePath, nameProblem, readBytes, readConnections, readInteger, writeBytes } from '../../renderer/input/amounts.ts';

test.each([
  ['', undefined],
  ['auto', 'auto'],
  [' AUTO ', 'auto'],
  ['1', 1],
  ['64', 64],
  ['0', null],
  ['65', null],
  ['8.5', null],
  ['-3', null],
  ['eight', null],
])('connections: %j → %j', (text, value) => {
  expect(readConnections(text)).toBe(value);
});

describe('bytes', () => {
  test.each([
    ['0', 0],
    ['512', 512],
    ['700k', 700 * 1024],
    ['2M', 2 * 1024 ** 2],
    ['1.5 GB', 1.5 * 1024 ** 3],
    ['1,5 MiB/s', 1.5 * 1024 ** 2],
    ['1T', 1024 ** 4],
    ['', null],
    ['fast', null],
    ['-1M', null],
    ['1 0', null],
    ['9999999999T', null],
  ])('%j → %j', (text, bytes) => {
    expect(readBytes(text)).toBe(bytes);
  });

  test('are written so that they read back the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 45 }), (bytes) => {
        expect(readBytes(writeBytes(bytes))).toBe(bytes);
      }),
    );
  });
});

test.each([
  ['5', 5],
  [' 5 ', 5],
  ['0', null],
  ['11', null],
  ['5.0', null],
  ['', null],
])('a number from 1 to 10: %j → %j', (text, value) => {
  expect(readInteger(text, 1, 10)).toBe(value);
});

test.each([
  ['/home/ada', 'linux', true],
  ['home/ada', 'linux', false],
  ['C:\\Users\\Ada', 'win32', true],
  ['d:/files', 'win32', true],
  ['\\\\server\\share', 'win32', true],
  ['\\Users', 'win32', false],
  ['/home/ada', 'win32', false],
])('whether %s is a whole path on %s: %s', (path, platform, whole) => {
  expect(isWholePath(path, platform)).toBe(whole);
});

test.each([
  ['report.pdf', null],
  ['a…b (1).tar.gz', null],
  ['../etc/passwd', 'separator'],
  ['a\\b', 'separator'],
  ['..', 'dots'],
  ['a\u0007b', 'control'],
])('what is wrong with the name %j: %s', (name, problem) => {
  expect(nameProblem(name)).toBe(problem);
});
