import { expect, test } from 'vitest';
import { readLink } from '../../service/link.ts';

test('credentials leave the link', () => {
  expect(readLink(' https://ann:p%40ss@host.example/a?b=c ')).toEqual({
    url: 'https://host.example/a?b=c',
    credentials: { user: 'ann', password: 'p@ss' },
    failure: null,
  });
  expect(readLink('https://ann:100%@host.example/').credentials).toEqual({ user: 'ann', password: '100%' });
  expect(readLink('https://host.example/').credentials).toBeNull();
});

test.each([
  ['', 'BAD_URL'],
  ['not a link', 'BAD_URL'],
  ['https://host.example/f\r\nHost: other', 'BAD_URL'],
  ['https://', 'BAD_URL'],
  ['http://[::1', 'BAD_URL'],
  ['file:///etc/passwd', 'UNSUPPORTED_PROTOCOL'],
  ['javascript:alert(1)', 'UNSUPPORTED_PROTOCOL'],
  ['ftp://ann:hunter2@host.example/f', 'UNSUPPORTED_PROTOCOL'],
  ['magnet:?xt=urn:btih:0', 'UNSUPPORTED_PROTOCOL'],
])('%j is refused as %s', (text, code) => {
  const link = readLink(text);
  expect(link.failure?.code).toBe(code);
  expect(link.url).not.toContain('hunter2');
});
