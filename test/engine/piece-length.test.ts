/** How much of a file a connection claims at once. */
import { expect, test } from 'vitest';
import { pieceLength } from '../../engine/transfer/piece-length.ts';

const mebibyte = 1024 * 1024;

test('pieces are small where a wait costs little, and outlast it several times where it costs much', () => {
  expect(pieceLength(1024 * mebibyte, 10 * mebibyte, 1)).toBe(8 * mebibyte);
  expect(pieceLength(1024 * mebibyte, 10 * mebibyte, 200)).toBe(100 * mebibyte);
});

test('towards the end pieces shrink, but stay longer than what the wait for them costs', () => {
  expect(pieceLength(4 * mebibyte, 10 * mebibyte, 1)).toBe(2 * mebibyte);
  expect(pieceLength(4 * mebibyte, mebibyte, 300)).toBe(3 * mebibyte);
});

test('where nobody knows yet what a connection brings, a long way is gone once', () => {
  expect(pieceLength(4 * mebibyte, 0, 100)).toBe(4 * mebibyte);
  expect(pieceLength(4 * mebibyte, 0, 10)).toBe(2 * mebibyte);
});
