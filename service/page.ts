/** The page's files, as every shell serves them: confined to one folder, with headers that leave a page nothing to misuse. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

const beside = join(import.meta.dirname, 'renderer');

/** Where the built page is: beside the built programs, or in the build's folder when the sources run. */
export const pageFolder = existsSync(beside) ? beside : join(import.meta.dirname, '..', 'out', 'renderer');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface PageAnswer {
  readonly status: 200 | 400 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer<ArrayBuffer>;
}

/**
 * Answers a request for one of the page's files. `pathname` is as it stands in the address, still encoded; whatever it decodes
 * to, no file outside `folder` is read. `connect` lists the origins that the page may talk to besides its own.
 */
export async function answerPage(folder: string, pathname: string, connect: readonly string[] = []): Promise<PageAnswer> {
  const headers = securityHeaders(connect);
  const file = confine(folder, pathname);
  if (!file) return { status: 400, headers, body: Buffer.alloc(0) };
  try {
    const body = await readFile(file);
    const type = types[extname(file)] ?? 'application/octet-stream';
    return { status: 200, headers: { ...headers, 'content-type': type }, body };
  } catch {
    return { status: 404, headers, body: Buffer.alloc(0) };
  }
}

/** The file that a path names inside the folder, or null when it names something else. Decoded once, and only once. */
function confine(folder: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  // Backslashes and colons are separators and streams on Windows; no file of the page has either.
  if (/[\0\\:]/.test(decoded)) return null;
  const root = resolve(folder);
  const file = resolve(root, `.${sep}${decoded === '/' ? 'index.html' : decoded}`);
  return file.startsWith(root + sep) ? file : null;
}

function securityHeaders(connect: readonly string[]): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(connect),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), usb=(), serial=(), hid=()',
    'cache-control': 'no-cache',
  };
}

/** Nothing but the page's own files: no script or style within it, no address elsewhere, no frame around it. */
function contentSecurityPolicy(connect: readonly string[]): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self'`,
    `font-src 'self'`,
    `connect-src ${["'self'", ...connect].join(' ')}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}
