/** Links: which may be fetched, and where a redirect may lead. */
import { DownloadError } from '../../contract/errors.ts';
import { AnswerError } from './answer-error.ts';

/** The link, its user name and password apart. @throws BAD_URL, UNSUPPORTED_PROTOCOL. */
export function parseLink(link: string): { url: string; credentials: { user: string; password: string } | null } {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(link.trim())) throw new DownloadError('BAD_URL', 'The link contains a control character');
  let url: URL;
  try {
    url = new URL(link.trim());
  } catch (cause) {
    throw new DownloadError('BAD_URL', `Not a link: ${link.slice(0, 100)}`, { cause });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new DownloadError('UNSUPPORTED_PROTOCOL', `Links of the kind ${url.protocol} are not supported`);
  }
  const { username, password } = url;
  url.username = '';
  url.password = '';
  url.hash = '';
  const credentials = username === '' && password === '' ? null : { user: decode(username), password: decode(password) };
  return { url: url.href, credentials };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Where a redirect leads. @throws UNSAFE_REDIRECT for what is not the web, DOWNGRADE from https to http, BAD_REDIRECT for what is no address.
 * @param location as Node gives a header: bytes as Latin-1.
 */
export function redirectTarget(location: string | null, from: URL): URL {
  if (location === null) throw new AnswerError('fail', 'BAD_REDIRECT', 'The server redirects to nowhere');
  // Browsers read backslashes as slashes; a path on a Windows network must not become a host.
  if (location.trim().startsWith('\\\\')) throw new AnswerError('fail', 'UNSAFE_REDIRECT', 'The server redirects to a network path');
  let target: URL;
  try {
    target = new URL(Buffer.from(location, 'latin1').toString('utf8'), from);
  } catch (cause) {
    throw new AnswerError('fail', 'BAD_REDIRECT', 'The server redirects to something that is not an address', { cause });
  }
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw new AnswerError('fail', 'UNSAFE_REDIRECT', `The server redirects to an address of the kind ${target.protocol}`);
  }
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    throw new AnswerError('fail', 'DOWNGRADE', `The server redirects from https to http (${target.host})`);
  }
  target.username = '';
  target.password = '';
  target.hash = '';
  return target;
}
