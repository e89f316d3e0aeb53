/** What all connections of one download share: its request, its cookies, and where the link has led. */
import type { Clock } from '../clock.ts';
import type { DownloadRequest } from '../types.ts';
import type { Connector } from './connector.ts';
import { Cookies } from './cookies.ts';
import { requestHeaders, type HeaderFields } from './request-headers.ts';

export class HttpSession {
  readonly request: DownloadRequest;
  readonly connector: Connector;
  readonly clock: Clock;
  readonly cookies = new Cookies();

  constructor(request: DownloadRequest, connector: Connector, clock: Clock) {
    this.request = request;
    this.connector = connector;
    this.clock = clock;
  }

  /** @param range half-open; the last byte's number stands in the header only. */
  headersFor(url: URL, range: { start: number; end: number } | null, ifRange: string | null): HeaderFields {
    const fields = requestHeaders(this.request, url, this.cookies.headerFor(url));
    if (range) fields.push(['Range', `bytes=${range.start}-${range.end - 1}`]);
    if (range && ifRange !== null) fields.push(['If-Range', ifRange]);
    return fields;
  }
}
