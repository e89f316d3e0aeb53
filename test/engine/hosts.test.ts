import { expect, test } from 'vitest';
import { Hosts } from '../../engine/transfer/hosts.ts';

test('each host has as many connections as it is given, whoever asks', () => {
  const hosts = new Hosts({ maxPerHost: 3, hostLimits: [{ host: '*.slow.example', most: 1 }] });
  const taken = (origin: string) => Array.from({ length: 5 }, () => hosts.take(origin)).filter(Boolean).length;
  expect(taken('https://a.slow.example')).toBe(1);
  expect(taken('https://b.slow.example:8443')).toBe(1);
  expect(taken('https://slow.example')).toBe(3);

  hosts.configure({ maxPerHost: 4, hostLimits: [{ host: 'slow.example', most: 2 }] });
  hosts.release('https://slow.example');
  expect(taken('https://slow.example')).toBe(0);
  expect(taken('https://a.slow.example')).toBe(3);
  expect(hosts.take('https://slow.example', true)).toBe(true);

  expect(hosts.isOver('https://slow.example')).toBe(true);
  for (let gone = 0; gone < 2; gone++) hosts.release('https://slow.example');
  expect(hosts.isOver('https://slow.example')).toBe(false);
});
