import { expect, test } from 'vitest';
import { decode, encode } from './wire.ts';

test('structured clone as text gives what structuredClone gives', () => {
  const value: Record<string, unknown> = {
    number: 1.5,
    minusZero: -0,
    notANumber: Number.NaN,
    infinite: -Infinity,
    nothing: undefined,
    big: 10n,
    date: new Date(7),
    pattern: /x/gi,
    map: new Map<unknown, unknown>([['key', { list: [1, [2]] }]]),
    set: new Set([1, 'a']),
    floats: new Float64Array([1.5, 2]),
    buffer: new Uint8Array([1, 2]).buffer,
    error: new RangeError('no'),
  };
  expect(decode(encode(value))).toEqual(structuredClone(value));
});

test('an object that is met twice stays one object, itself included', () => {
  const shared = { a: 1 };
  const value: Record<string, unknown> = { first: shared, second: shared };
  value['self'] = value;
  const copy = decode(encode(value));
  expect(copy.self).toBe(copy);
  expect(copy.first).toBe(copy.second);
});

test('what cannot be cloned is refused', () => {
  expect(() => encode({ call() {} })).toThrow('could not be cloned');
  expect(() => encode(Promise.resolve())).toThrow('could not be cloned');
});
