import { expect, test } from 'vitest';
import { readProxyAnswer } from '../../electron/proxy-answer.ts';

test.each([
  ['DIRECT', ['direct']],
  ['PROXY a.example:8080; SOCKS5 b.example:1080;DIRECT', ['http://a.example:8080', 'socks5://b.example:1080', 'direct']],
  ['HTTPS [2001:db8::1]:443 ; SOCKS c:1', ['https://[2001:db8::1]:443', 'socks4://c:1']],
  ['QUIC d:443; proxy e:80', ['http://e:80']],
])('%s', (answer, proxies) => {
  expect(readProxyAnswer(answer)).toEqual(proxies);
});

test.each(['', 'PROXY', 'QUIC d:443'])('%j lets nothing pass', (answer) => {
  expect(() => readProxyAnswer(answer)).toThrow('not understood');
});
