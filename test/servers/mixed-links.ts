/** A server with a file of every kind that people's links lead to. */
import { createHash } from 'node:crypto';
import { honestAnswer, plain } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import { chunked } from '../hostile/delivery.ts';
import { HostileServer, type Handler } from '../hostile/server.ts';

const size = 600_000;
/** So much of a slow file comes before the release, over each connection: enough to be noted for a time after a crash. */
const head = 1_000_000;

export const oddName = 'Über “Größe” – 100% & mehr; الجزء ١.pdf';

const isSlow = (name: string): boolean => name.endsWith('.iso');

/** Different for every name, and the same at every run. */
export const bytesOf = (name: string): Buffer => content(name.length * 31 + name.charCodeAt(0), isSlow(name) ? 40 * size : size);

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface MixedServer {
  /** Can be stopped, and started again on the same port. */
  readonly server: HostileServer;
  readonly link: (name: string) => string;
  /** Lets the slow files go on. */
  readonly release: () => void;
}

/**
 * `moved.bin` leads to `plain.bin`; `whole.bin` knows no ranges; of `endless.bin` nobody knows the length; `summed.bin` has a checksum beside
 * it; names that end with `.iso` are large and slow. `plain.bin`, `there.bin`, `wrong.bin`, `back.bin` and the odd name are ordinary; nothing else is there.
 */
export async function startMixedServer(): Promise<MixedServer> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const answer: Handler = (request, wire) => {
    const name = decodeURIComponent(request.path.slice(1));
    const file = { bytes: bytesOf(name), type: 'application/octet-stream', etag: `"${name.length}"`, modified: null };
    const whole = honestAnswer(file, { ...request, range: null }).set('Accept-Ranges', null);
    if (isSlow(name)) {
      return wire.send(honestAnswer(file, request), async (to, body) => {
        await to.writeBody(body.subarray(0, head));
        await Promise.race([released, to.gone]);
        await to.writeBody(body.subarray(head));
      });
    }
    switch (name) {
      case 'moved.bin':
        return wire.send(plain(302, '', [['Location', '/plain.bin']]));
      case 'whole.bin':
        return wire.send(whole);
      case 'endless.bin':
        return wire.send(whole.set('Content-Length', null).set('Transfer-Encoding', 'chunked'), chunked());
      case 'summed.bin.sha256':
        return wire.send(plain(200, `${sha256Of(bytesOf('summed.bin'))}  summed.bin\n`));
      case 'plain.bin':
      case 'there.bin':
      case 'wrong.bin':
      case 'back.bin':
      case 'summed.bin':
      case oddName:
        return wire.send(honestAnswer(file, request));
      default:
        return wire.send(plain(404, 'There is nothing here.'));
    }
  };
  const server = await HostileServer.start(answer);
  return { server, link: (name) => server.url(`/${encodeURIComponent(name)}`), release };
}
