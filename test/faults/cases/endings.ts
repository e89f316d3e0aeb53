/** Faults 10 and 11: ends of TLS connections and HTTP/2 streams that look like the end of the file. */
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { authorityFile, certificates } from '../../hostile/certificates.ts';
import { severAfter, untilClose } from '../../hostile/delivery.ts';
import type { HostileOptions } from '../../hostile/server.ts';
import type { CaseGroup } from '../case.ts';
import { deliver, every, spoil, times, withoutRanges } from '../kit.ts';
import type { Stage } from '../stage.ts';

const overTls: HostileOptions = { tls: () => certificates.good };
const trusting = { authority: authorityFile };

export const endings: CaseGroup = {
  title: 'Ends of connections',
  cases: [
    {
      id: '10',
      name: 'TLS closed without close_notify where no length was told',
      listen: overTls,
      job: trusting,
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(stage, (answer) => answer.set('Content-Length', null), severAfter(300_000)),
        ),
      expect: { exit: 5, codes: ['TRUNCATED'] },
    },
    {
      id: '10b',
      name: 'TLS closed in good order where no length was told',
      listen: overTls,
      job: trusting,
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(stage, (answer) => answer.set('Content-Length', null), untilClose),
        ),
      expect: { exit: 0 },
    },
    {
      id: '10c',
      name: 'TLS cut in the middle of every range',
      listen: overTls,
      job: trusting,
      serve: (stage) => spoil(stage, times(5, every), deliver(stage, severAfter(100_000))),
      expect: { exit: 0 },
    },
    {
      id: '10d',
      name: 'TLS closed without close_notify after a body of known length',
      listen: overTls,
      job: trusting,
      serve: (stage) =>
        spoil(
          stage,
          every,
          deliver(stage, severAfter(Infinity), (answer) => answer.add('Connection', 'close')),
        ),
      expect: { exit: 0 },
    },
    {
      id: '11',
      name: 'HTTP/2 streams end short of their Content-Length, HTTP/1.1 is sound',
      script: async (stage) => {
        const url = await startShortHttp2(stage);
        await stage.run({ urls: [url], authority: authorityFile });
      },
      expect: { exit: 0 },
    },
  ],
};

/** A server that speaks both versions, and is short of its word in the newer one. */
async function startShortHttp2(stage: Stage): Promise<string> {
  const { bytes } = stage.file;
  const server = http2.createSecureServer({ ...certificates.good, allowHTTP1: true });
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200, 'content-length': bytes.length, etag: stage.file.etag ?? '' });
    stream.end(bytes.subarray(0, 300_000));
  });
  server.on('request', (request, response) => {
    if (request.httpVersionMajor > 1) return;
    response.writeHead(200, { 'content-length': bytes.length, etag: stage.file.etag ?? '' });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stage.cleanUp(() => void server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/file.bin`;
}
