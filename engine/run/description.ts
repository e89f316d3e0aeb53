import type { Exchange } from '../http/exchange.ts';
import { nameFromDisposition, nameFromUrl, safeName } from '../naming/index.ts';
import type { PartialState } from '../disk/partial.ts';
import type { OpenTarget } from '../disk/target.ts';
import type { DownloadRequest, ResourceInfo } from '../types.ts';
import type { Probe } from './probe.ts';

const hasExtension = (name: string | null): name is string => name !== null && /[^.]\.[^.\s]+$/.test(name);

/** Bytes that a name may have so that the journal's, which is longer, still fits. */
const longestPlain = 255 - '.part.journal'.length;

/** A name that the user typed is taken as it is, a leading dot and all, as long as it is one name on this system. */
const isPlain = (name: string): boolean =>
  process.platform !== 'win32' && !/[/\\\p{Cc}]/u.test(name) && !/^\.{0,2}$/.test(name) && Buffer.byteLength(name) <= longestPlain;

/**
 * What to call the file: the user's choice, else the server's, else what the address says. A redirect may improve on a link's name, but only with one that
 * says of what kind the file is, when the link's own did.
 */
export function nameFor(request: DownloadRequest, answer: Exchange | null): string {
  if (request.name !== null) return isPlain(request.name) ? request.name : safeName(request.name);
  const linkName = nameFromUrl(request.url);
  if (!answer) return safeName(linkName ?? '');
  const disposition = answer.head.get('content-disposition');
  const given = disposition === null ? null : nameFromDisposition(disposition);
  if (given !== null) return safeName(given);
  const finalName = nameFromUrl(answer.url.href);
  return safeName((hasExtension(linkName) && !hasExtension(finalName) ? linkName : finalName) ?? linkName ?? '');
}

/** What is known of the file, for whoever shows it. @param answer null when every byte was here already. */
export function describe(
  { name, path }: OpenTarget,
  { size, validators, contentType }: PartialState,
  answer: Probe | null,
  link: string,
): ResourceInfo {
  return {
    name,
    path,
    size,
    resumable: answer?.ranges ?? true,
    finalUrl: answer?.answer.url.href ?? link,
    validator: validators.etag ?? validators.lastModified,
    contentType,
  };
}
