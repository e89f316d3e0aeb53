/** A link as a user pastes it, as what can be asked for: without credentials, and with a clear word when it is none. */
import { errorKinds, type ErrorCode, type Failure } from '../contract/errors.ts';
import type { Credentials } from '../engine/types.ts';
import { redactText } from './redact.ts';

export interface Link {
  /** Without credentials, fit to be shown. */
  readonly url: string;
  readonly credentials: Credentials | null;
  /** Why no download can come of it; null when one can. */
  readonly failure: Failure | null;
}

/** The URL parser drops line ends in silence; a link that has them was made to be something else as well. */
// oxlint-disable-next-line no-control-regex
const controls = /[\0-\x1f\x7f]/;

const protocols: readonly string[] = ['http:', 'https:'];

export function readLink(text: string): Link {
  const trimmed = text.trim();
  if (controls.test(trimmed)) return refused(trimmed, 'BAD_URL', 'This link has line ends or other control characters in it.');
  const url = URL.parse(trimmed);
  if (!url) return refused(trimmed, 'BAD_URL', 'This is not a link. A link starts with https:// or http:// and names a server.');
  if (!protocols.includes(url.protocol))
    return refused(trimmed, 'UNSUPPORTED_PROTOCOL', `Links that start with ${url.protocol} cannot be downloaded.`);

  const credentials = url.username || url.password ? { user: decode(url.username), password: decode(url.password) } : null;
  url.username = '';
  url.password = '';
  return { url: url.href, credentials, failure: null };
}

function refused(text: string, code: ErrorCode, message: string): Link {
  return { url: redactText(text), credentials: null, failure: { code, message, retryable: errorKinds[code].retryable } };
}

/** What is no valid percent-encoding stands for itself, as browsers have it. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
