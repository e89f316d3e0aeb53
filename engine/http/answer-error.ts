import { DownloadError, type ErrorCode, type Failure } from '../../contract/errors.ts';

/**
 * What helps against an answer that could not be used.
 * - `retry`: the same again, after a pause.
 * - `fewer`: the server refuses this many connections; go on with fewer.
 * - `doubt`: the file may have changed, or the server's validators are no use; compare before going on.
 * - `one-stream`: ranges do not work here; ask for the whole.
 * - `restart`: the file has changed; what was fetched belongs to another file.
 * - `ask-again`: the address that a redirect led to has expired; start from the link.
 * - `fail`: nothing helps.
 */
export type Remedy = 'retry' | 'fewer' | 'doubt' | 'one-stream' | 'restart' | 'ask-again' | 'fail';

/** An answer, or the lack of one, with what helps against it. */
export class AnswerError extends DownloadError {
  readonly remedy: Remedy;
  /** Milliseconds that the server asked us to wait; null when it did not. */
  readonly retryAfter: number | null;
  /** Of a `doubt`: which other version the answer is of; empty when it is of none, null when it does not say or does not differ. */
  readonly version: string | null;

  constructor(
    remedy: Remedy,
    code: ErrorCode,
    message: string,
    options: { retryAfter?: number | null; version?: string | null; cause?: unknown; details?: Failure['details'] } = {},
  ) {
    super(code, message, options);
    this.remedy = remedy;
    this.retryAfter = options.retryAfter ?? null;
    this.version = options.version ?? null;
  }
}

const networkCodes: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'DNS',
  EAI_AGAIN: 'DNS',
  EAI_FAIL: 'DNS',
  EAI_NODATA: 'DNS',
  ECONNREFUSED: 'CONNECT',
  EHOSTDOWN: 'CONNECT',
  EADDRNOTAVAIL: 'CONNECT',
  ENETUNREACH: 'NETWORK_AWAY',
  EHOSTUNREACH: 'NETWORK_AWAY',
  ENETDOWN: 'NETWORK_AWAY',
  ETIMEDOUT: 'CONNECT_TIMEOUT',
};

const isCertificateError = (code: string): boolean =>
  /^(CERT_|ERR_TLS_CERT|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|CRL_|PATH_LENGTH|ERROR_IN_CERT)/.test(
    code,
  );

/** What a socket, TLS or HTTP parser threw, in our words. */
export function networkError(thrown: unknown, host: string): DownloadError {
  if (thrown instanceof DownloadError) return thrown;
  // Happy Eyeballs reports all its attempts at once; the first tells as much as any.
  const cause = thrown instanceof AggregateError && thrown.errors.length > 0 ? (thrown.errors[0] as unknown) : thrown;
  const code = (cause as NodeJS.ErrnoException | null)?.code ?? '';
  const text = cause instanceof Error ? cause.message : String(cause);
  if (isCertificateError(code))
    return new AnswerError('fail', 'CERTIFICATE', `The certificate of ${host} is not trusted: ${text}`, {
      cause,
      details: { reason: code },
    });
  if (code === 'Z_BUF_ERROR') return new AnswerError('retry', 'TRUNCATED', `${host} ended the file early`, { cause });
  if (code.startsWith('Z_'))
    return new AnswerError('fail', 'BAD_CONTENT', `${host} sends a compressed file that is damaged: ${text}`, { cause });
  if (code === 'HPE_INVALID_EOF_STATE')
    return new AnswerError('retry', 'CONNECTION_LOST', `${host} closed the connection early`, { cause });
  if (code.startsWith('HPE_'))
    return new AnswerError('fail', 'PROTOCOL', `${host} does not answer in HTTP: ${text}`, { cause, details: { reason: code } });
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return new AnswerError('retry', 'CONNECT', `${host} does not speak TLS as expected: ${tlsReason(text)}`, {
      cause,
      details: { reason: code },
    });
  const known = networkCodes[code];
  if (known) return new AnswerError('retry', known, `Could not reach ${host}: ${text}`, { cause, details: { errno: code } });
  return new AnswerError('retry', 'CONNECTION_LOST', `The connection to ${host} was lost: ${text || code}`, {
    cause,
    details: { errno: code },
  });
}

/** OpenSSL tells where in its sources it was as well, and ends with a line feed: `…:error:0A000438:SSL routines:ssl3_read_bytes:tlsv1 alert internal error:…`. */
const tlsReason = (text: string): string => /error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/.exec(text)?.[1] ?? text.trim();
