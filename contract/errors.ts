/**
 * Every way a download can fail, as a stable code. A code is part of the public interface: it is what the terminal prints
 * with `--json`, what the window translates, and what `docs/errors.md` explains. Codes are never renamed or reused.
 */

/** The terminal command's exit codes, by the family of the failure. */
export const exitCodes = {
  completed: 0,
  other: 1,
  usage: 2,
  network: 3,
  server: 4,
  content: 5,
  checksum: 6,
  disk: 7,
  safety: 8,
  interrupted: 130,
} as const;

type ErrorFamily = Exclude<keyof typeof exitCodes, 'completed'>;

interface ErrorKind {
  readonly family: ErrorFamily;
  /** Whether trying the same thing again later, unchanged, may succeed. */
  readonly retryable: boolean;
}

const kind = (family: ErrorFamily, retryable: boolean): ErrorKind => ({ family, retryable });

export const errorKinds = {
  // The request itself
  BAD_URL: kind('usage', false),
  UNSUPPORTED_PROTOCOL: kind('usage', false),
  BAD_INPUT: kind('usage', false),
  // Reaching the server
  DNS: kind('network', true),
  CONNECT: kind('network', true),
  CONNECT_TIMEOUT: kind('network', true),
  STALLED: kind('network', true),
  CONNECTION_LOST: kind('network', true),
  NETWORK_AWAY: kind('network', true),
  PROXY: kind('network', true),
  // What the server answered
  NOT_FOUND: kind('server', false),
  AUTH_REQUIRED: kind('server', false),
  AUTH_EXPIRED: kind('server', false),
  FORBIDDEN: kind('server', false),
  BUSY: kind('server', true),
  SERVER_ERROR: kind('server', true),
  REFUSED: kind('server', false),
  BAD_CONTENT: kind('server', false),
  PROTOCOL: kind('server', false),
  TOO_MANY_REDIRECTS: kind('server', false),
  BAD_REDIRECT: kind('server', false),
  // What was in the answer
  CONTENT_CHANGED: kind('content', false),
  TRUNCATED: kind('content', true),
  TOO_LARGE: kind('content', false),
  CHECKSUM: kind('checksum', false),
  // The disk
  NO_SPACE: kind('disk', false),
  NO_PERMISSION: kind('disk', false),
  BAD_PATH: kind('disk', false),
  FILE_EXISTS: kind('disk', false),
  IN_USE: kind('disk', true),
  DISK_IO: kind('disk', false),
  FILE_TOO_LARGE: kind('disk', false),
  // Refused for the user's safety
  CERTIFICATE: kind('safety', false),
  DOWNGRADE: kind('safety', false),
  UNSAFE_REDIRECT: kind('safety', false),
  UNSAFE_ADDRESS: kind('safety', false),
  // The rest
  CANCELLED: kind('interrupted', true),
  INTERNAL: kind('other', false),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;

export const errorCodes = Object.keys(errorKinds) as [ErrorCode, ...ErrorCode[]];

export const exitCodeOf = (code: ErrorCode): number => exitCodes[errorKinds[code].family];

/** How a failure crosses a thread, a socket or a process: no stack, no secret, no address with credentials in it. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  /** Small facts for the reader of a log: status, expected and actual values. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/** The one error type that leaves the engine. */
export class DownloadError extends Error implements Failure {
  override readonly name = 'DownloadError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly details?: NonNullable<Failure['details']>;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: Failure['details']; retryable?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? errorKinds[code].retryable;
    if (options.details) this.details = options.details;
  }

  toFailure(): Failure {
    const { code, message, retryable, details } = this;
    return details ? { code, message, retryable, details } : { code, message, retryable };
  }
}

/** Anything thrown, as the one error type. An unknown throw is a bug of ours and is named so. */
export function asDownloadError(thrown: unknown): DownloadError {
  if (thrown instanceof DownloadError) return thrown;
  return new DownloadError('INTERNAL', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}
