/** The headers of a request, and which of the user's secrets may stand in them. */
import { DownloadError } from '../../contract/errors.ts';
import type { DownloadRequest } from '../types.ts';

/** Fields that the engine alone decides; a user's value would break the framing or the ranges. */
const reserved = new Set([
  'range',
  'if-range',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'content-length',
  'accept-encoding',
  'expect',
  'proxy-authorization',
]);

const fieldName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** CR, LF and NUL would let a value write a header of its own (RFC 9110, section 5.5). */
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000\r\n]/;

export type HeaderFields = [name: string, value: string][];

/** @throws BAD_INPUT when a value could smuggle a header in. */
function checked(name: string, value: string): [string, string] {
  if (!fieldName.test(name)) throw new DownloadError('BAD_INPUT', `Not a header's name: ${JSON.stringify(name.slice(0, 40))}`);
  if (forbidden.test(value)) throw new DownloadError('BAD_INPUT', `The value of the header ${name} contains a line break`);
  // The wire carries bytes: what is not Latin-1 goes as UTF-8, as browsers send it.
  return [name, Buffer.from(value, 'utf8').toString('latin1')];
}

const basic = ({ user, password }: { user: string; password: string }): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/**
 * What to send to `url`. Credentials, cookies, the referer and the user's own headers go only to the origin (scheme, host and port) of the link
 * that the user gave: a redirect elsewhere must not take them along.
 * @param cookies what the server's own cookies add for this address.
 */
export function requestHeaders(request: DownloadRequest, url: URL, cookies: string): HeaderFields {
  const home = new URL(request.url).origin === url.origin;
  const own = home ? request.headers.filter(([name]) => !reserved.has(name.toLowerCase())) : [];
  const given = new Set(own.map(([name]) => name.toLowerCase()));
  const fields: HeaderFields = [];
  const add = (name: string, value: string | null): void => {
    if (value !== null && value !== '' && !given.has(name.toLowerCase())) fields.push(checked(name, value));
  };
  add('Host', url.host);
  add('User-Agent', request.userAgent);
  add('Accept', '*/*');
  // A compressed body has other bytes and other ranges than the file.
  fields.push(['Accept-Encoding', 'identity']);
  if (home) {
    add('Referer', request.referer);
    if (request.credentials) add('Authorization', basic(request.credentials));
  }
  const cookie = [home ? request.cookie : null, cookies].filter((part) => part !== null && part !== '').join('; ');
  add('Cookie', cookie);
  for (const [name, value] of own) fields.push(checked(name, value));
  return fields;
}
