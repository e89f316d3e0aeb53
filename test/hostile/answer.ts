/** How an honest server answers; every lie of the fault cases is told by changing one of these answers. */
import type { HostileRequest } from './request.ts';

export interface HostedFile {
  readonly bytes: Buffer;
  readonly type: string;
  /** As it goes into the header, quotes and `W/` included; null sends none. */
  readonly etag: string | null;
  readonly modified: Date | null;
}

export class Answer {
  statusLine: string;
  readonly fields: [string, string][];
  body: Buffer;

  constructor(status: number | string, fields: readonly (readonly [string, string])[] = [], body: Buffer | string = '') {
    this.statusLine = typeof status === 'string' ? status : `HTTP/1.1 ${status} ${reasons[status] ?? 'Status'}`;
    this.fields = fields.map(([name, value]) => [name, value]);
    this.body = Buffer.from(body);
  }

  get status(): number {
    return Number(this.statusLine.split(' ')[1]);
  }

  get(name: string): string | undefined {
    return this.fields.find(([field]) => field.toLowerCase() === name.toLowerCase())?.[1];
  }

  /** Replaces a field, or removes it when the value is null. */
  set(name: string, value: string | null): this {
    const kept = this.fields.filter(([field]) => field.toLowerCase() !== name.toLowerCase());
    this.fields.splice(0, this.fields.length, ...kept);
    return value === null ? this : this.add(name, value);
  }

  /** Adds a field even where one of that name stands already. */
  add(name: string, value: string): this {
    this.fields.push([name, value]);
    return this;
  }

  head(): Buffer {
    const lines = [this.statusLine, ...this.fields.map(([name, value]) => `${name}: ${value}`), '', ''];
    return Buffer.from(lines.join('\r\n'), 'latin1');
  }
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  206: 'Partial Content',
  302: 'Found',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  416: 'Range Not Satisfiable',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

/** A short answer with a text, its length declared. */
export function plain(status: number, text = '', fields: readonly (readonly [string, string])[] = []): Answer {
  return new Answer(status, [['Content-Type', 'text/plain'], ['Content-Length', String(Buffer.byteLength(text))], ...fields], text);
}

/** The right answer to a GET or HEAD (RFC 9110, sections 13.1.5 and 14.2): ranges, If-Range by strong comparison, 416. */
export function honestAnswer(file: HostedFile, request: HostileRequest): Answer {
  const size = file.bytes.length;
  const fields: [string, string][] = [
    ['Date', new Date().toUTCString()],
    ['Content-Type', file.type],
    ['Accept-Ranges', 'bytes'],
  ];
  if (file.etag !== null) fields.push(['ETag', file.etag]);
  if (file.modified !== null) fields.push(['Last-Modified', file.modified.toUTCString()]);

  const range = request.range !== null && meetsIfRange(file, request.headers.get('if-range')) ? request.range : null;
  if (range !== null && range.start >= size && size > 0) {
    return plain(416, '', [['Content-Range', `bytes */${size}`]]);
  }
  const start = range?.start ?? 0;
  const end = Math.min(range?.end ?? size, size);
  const partial = range !== null && size > 0;
  if (partial) fields.push(['Content-Range', `bytes ${start}-${end - 1}/${size}`]);
  fields.push(['Content-Length', String(end - start)]);
  return new Answer(partial ? 206 : 200, fields, request.method === 'HEAD' ? '' : file.bytes.subarray(start, end));
}

function meetsIfRange(file: HostedFile, condition: string | undefined): boolean {
  if (condition === undefined) return true;
  if (condition.startsWith('"')) return condition === file.etag;
  if (condition.startsWith('W/')) return false;
  return file.modified !== null && condition === file.modified.toUTCString();
}
