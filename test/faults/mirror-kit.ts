/** The parts that the cases of several sources are put together from. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { honestAnswer, plain, type HostedFile } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import { cutAfter } from '../hostile/delivery.ts';
import type { Handler, HostileServer } from '../hostile/server.ts';
import type { Job } from './job.ts';
import { hosted, type Stage } from './stage.ts';

export const kib = 1024;
export const size = 2 * 1024 * kib + 12_345;
/** Of a Metalink's pieces. */
export const pieceLength = 256 * kib;

const digestOf = (bytes: Buffer, algorithm = 'sha256'): string => createHash(algorithm).update(bytes).digest('hex');

/** What a server says of the file's digest (RFC 9530). */
export const digestField = ({ bytes }: HostedFile): string => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;

export const serve =
  (file: HostedFile): Handler =>
  (request, wire) =>
    wire.send(honestAnswer(file, request));

/** The same bytes, known to this server by a name of its own. */
export const copyOf = ({ bytes }: HostedFile, etag = '"copy"'): HostedFile => hosted(bytes, { etag });

/** As long as the file, and other in the middle only: neither end tells. */
export function imposter({ bytes }: HostedFile): HostedFile {
  const wrong = Buffer.from(bytes);
  content(9, 64 * kib).copy(wrong, 1024 * kib);
  return hosted(wrong, { etag: '"imposter"' });
}

/** Serves until it has sent so much, then breaks what is under way and has no such file any more. */
export function diesAfter(server: HostileServer, file: HostedFile, bytes: number, status = 404): Handler {
  return (request, wire) => {
    const left = bytes - server.flow.sent;
    if (left <= 0) return wire.send(plain(status));
    return wire.send(honestAnswer(file, request), cutAfter(left));
  };
}

export const mirrors = (...servers: readonly HostileServer[]): string[] =>
  servers.flatMap((server) => ['--mirror', server.url('/file.bin')]);

export const proof = ({ file }: Stage): Pick<Job, 'checksums'> => ({ checksums: [`sha256=${digestOf(file.bytes)}`] });

/** A Metalink of the stage's servers. */
export function metalink(stage: Stage, servers: readonly HostileServer[], { whole = true, length = size } = {}): string {
  const { bytes } = stage.file;
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceLength) }, (_, index) =>
    digestOf(bytes.subarray(index * pieceLength, (index + 1) * pieceLength), 'sha1'),
  );
  const file = path.join(stage.home, 'file.meta4');
  writeFileSync(
    file,
    `<metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="file.bin"><size>${length}</size>
      ${whole ? `<hash type="sha-256">${digestOf(bytes)}</hash>` : ''}
      <pieces type="sha-1" length="${pieceLength}">${pieces.map((piece) => `<hash>${piece}</hash>`).join('')}</pieces>
      ${servers.map((server, index) => `<url priority="${index + 1}">${server.url('/file.bin')}</url>`).join('')}</file></metalink>`,
  );
  return file;
}
