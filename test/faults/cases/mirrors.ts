/** Fault 60: several sources of one file, of which some are dead, lie, or have another file. */
import { createHash } from 'node:crypto';
import { honestAnswer, plain } from '../../hostile/answer.ts';
import { authorityFile, certificates } from '../../hostile/certificates.ts';
import { content } from '../../hostile/content.ts';
import { cutAfter } from '../../hostile/delivery.ts';
import type { Handler } from '../../hostile/server.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { copyOf, diesAfter, imposter, kib, metalink, mirrors, pieceLength, proof, serve, size } from '../mirror-kit.ts';
import { hosted, type Stage } from '../stage.ts';

const secret = 'correct-horse-battery';

/** A first source that fails at once, and a mirror that has the file. */
const deadFirst = (id: string, how: string, fail: (stage: Stage) => Handler, more: Partial<FaultCase> = {}): FaultCase => ({
  id,
  name: `${how}: the file comes from the mirror`,
  serve: fail,
  script: async (stage) => {
    const mirror = await stage.also(serve(stage.file));
    await stage.run({ extra: mirrors(mirror), authority: authorityFile });
  },
  expect: { exit: 0, notices: ['source_changed'], name: 'file.bin' },
  peers: false,
  ...more,
});

export const mirrorCases: CaseGroup = {
  title: 'Mirrors',
  cases: [
    deadFirst('60', 'the first source has no such file', () => (_request, wire) => wire.send(plain(404))),
    deadFirst('60a', 'the first source lets nobody in', () => (_request, wire) => wire.send(plain(403))),
    deadFirst('60b', 'the first source is broken without an end', () => (_request, wire) => wire.send(plain(500))),
    deadFirst('60c', 'the first source drops every connection', () => (_request, wire) => wire.reset()),
    deadFirst('60d', 'the first source never answers', () => (_request, wire) => wire.hold()),
    deadFirst('60e', 'the first source’s certificate is not its own', (stage) => serve(stage.file), {
      listen: { tls: () => certificates.elsewhere },
    }),
    {
      id: '60f',
      name: 'nobody listens at the first source',
      script: async (stage) => {
        const mirror = await stage.also(serve(stage.file));
        await stage.server.stop();
        await stage.run({ extra: mirrors(mirror) });
        await stage.server.listen();
      },
      expect: { exit: 0, notices: ['source_changed'] },
      peers: false,
    },
    {
      id: '60g',
      name: 'the first source dies midway, a digest is known: the mirror goes on from there',
      script: async (stage) => {
        stage.server.handler = diesAfter(stage.server, stage.file, 1024 * kib);
        const mirror = await stage.also(serve(copyOf(stage.file)));
        await stage.run({ ...proof(stage), extra: mirrors(mirror) });
      },
      expect: { exit: 0, without: ['restarted'] },
      check: function* ({ servers }) {
        const again = servers.reduce((sum, { flow }) => sum + flow.sent, 0) - size;
        // What was under way when the first source broke counts as well; from the beginning, it would be all that it had sent.
        if (again > 900 * kib) yield `${again} bytes fetched again`;
      },
      peers: false,
    },
    {
      id: '60h',
      name: 'the first source dies midway, nothing is known: the mirror starts over',
      script: async (stage) => {
        stage.server.handler = diesAfter(stage.server, stage.file, 1024 * kib);
        const mirror = await stage.also(serve(copyOf(stage.file)));
        await stage.run({ extra: mirrors(mirror) });
      },
      expect: { exit: 0, notices: ['source_changed', 'restarted'] },
      check: function* ({ servers }) {
        if ((servers[1]?.flow.sent ?? 0) < size) yield 'bytes of two sources were mixed on trust';
      },
      peers: false,
    },
    {
      id: '60i',
      name: 'a mirror with another file of the same size, found by the digest: another mirror has it',
      script: async (stage) => {
        stage.server.handler = diesAfter(stage.server, stage.file, 512 * kib);
        const liar = await stage.also(serve(imposter(stage.file)));
        const good = await stage.also(serve(copyOf(stage.file)));
        await stage.run({ ...proof(stage), extra: mirrors(liar, good) });
      },
      expect: { exit: 0, notices: ['source_changed'] },
      peers: false,
    },
    {
      id: '60j',
      name: 'a mirror with another file of the same size, and no other: never taken for the file',
      script: async (stage) => {
        stage.server.handler = diesAfter(stage.server, stage.file, 512 * kib);
        const liar = await stage.also(serve(imposter(stage.file)));
        await stage.run({ ...proof(stage), extra: mirrors(liar) });
      },
      expect: { exit: [4, 5, 6], codes: ['CHECKSUM', 'NOT_FOUND'] },
      peers: false,
    },
    {
      id: '60k',
      name: 'a mirror with another file, found by the digests of the pieces: only those come again, from elsewhere',
      script: async (stage) => {
        stage.server.handler = diesAfter(stage.server, stage.file, 512 * kib);
        const liar = await stage.also(serve(imposter(stage.file)));
        const good = await stage.also(serve(copyOf(stage.file)));
        // One connection asks one source after the other: with several, the one that lies may be found out before it has sent anything.
        await stage.run({ urls: [metalink(stage, [stage.server, liar, good], { whole: false })], connections: 1 });
      },
      expect: { exit: 0, notices: ['block_repaired'], without: ['restarted'] },
      check: function* ({ servers }) {
        const again = servers.reduce((sum, { flow }) => sum + flow.sent, 0) - size;
        if (again > 8 * pieceLength) yield `${again} bytes fetched again`;
      },
      peers: false,
    },
    {
      id: '60l',
      name: 'the first source has another file all along: the digest says so, and the mirror has it',
      script: async (stage) => {
        stage.server.handler = serve(imposter(stage.file));
        const good = await stage.also(serve(copyOf(stage.file)));
        await stage.run({ ...proof(stage), extra: mirrors(good) });
      },
      expect: { exit: 0, notices: ['source_changed'] },
      peers: false,
    },
    {
      id: '60m',
      name: 'a mirror of another size is not gone on with',
      script: async (stage) => {
        stage.server.handler = diesAfter(stage.server, stage.file, 512 * kib);
        const other = await stage.also(serve(hosted(content(5, 3_000_000))));
        await stage.run({ extra: mirrors(other) });
      },
      expect: { exit: [4, 5], codes: ['NOT_FOUND', 'CONTENT_CHANGED'], partial: 'kept' },
      peers: false,
    },
    {
      id: '60n',
      name: 'sources of another size than the Metalink says are passed over',
      script: async (stage) => {
        stage.server.handler = serve(hosted(content(5, 3_000_000)));
        const good = await stage.also(serve(stage.file));
        await stage.run({ urls: [metalink(stage, [stage.server, good])] });
      },
      expect: { exit: 0, notices: ['source_changed'] },
      peers: false,
    },
    {
      id: '60o',
      name: 'a mirror that dies midway as well: the next one goes on',
      script: async (stage) => {
        stage.server.handler = diesAfter(stage.server, stage.file, 512 * kib);
        const second = await stage.also(() => undefined);
        second.handler = diesAfter(second, copyOf(stage.file), 700 * kib, 410);
        const third = await stage.also(serve(copyOf(stage.file, '"third"')));
        await stage.run({ ...proof(stage), extra: mirrors(second, third) });
      },
      expect: { exit: 0, without: ['restarted'] },
      peers: false,
    },
    {
      id: '60p',
      name: 'all sources are dead: the error tells of each',
      serve: () => (_request, wire) => wire.send(plain(404)),
      script: async (stage) => {
        const second = await stage.also((_request, wire) => wire.send(plain(410)));
        const third = await stage.also((_request, wire) => wire.send(plain(403)));
        await stage.run({ extra: mirrors(second, third) });
      },
      expect: { exit: 4, codes: ['NOT_FOUND'], partial: 'gone' },
      check: function* ({ lastRun, servers }) {
        const message = lastRun.events.find(({ event }) => event === 'failed')?.message ?? '';
        for (const { port } of servers) if (!message.includes(`127.0.0.1:${port}`)) yield `nothing is said of the source at ${port}`;
      },
      peers: false,
    },
    {
      id: '60q',
      name: 'a mirror gets nothing that was meant for the first source',
      script: async (stage) => {
        stage.secrets.push(secret);
        const mirror = await stage.also(serve(stage.file));
        stage.strangers.push(mirror);
        stage.server.handler = diesAfter(stage.server, stage.file, 512 * kib);
        const headers = [`X-Api-Key: ${secret}`, `Authorization: Bearer ${secret}`];
        await stage.run({ cookie: `s=${secret}`, referer: `http://127.0.0.1/${secret}`, headers, extra: mirrors(mirror) });
        await stage.run({ name: 'again.bin', user: `ada:${secret}`, extra: mirrors(mirror) });
      },
      expect: { exit: 0 },
      peers: false,
    },
    {
      id: '60r',
      name: 'killed in the middle of the second source: the next run goes on with that one',
      script: async (stage) => {
        const job = proof(stage);
        stage.server.handler = diesAfter(stage.server, stage.file, 512 * kib);
        const mirror = await stage.also(serve(copyOf(stage.file)));
        mirror.flow.holdAfter(800 * kib);
        const program = stage.start({ ...job, extra: mirrors(mirror) });
        await Promise.race([mirror.flow.reached(800 * kib), program.done]);
        program.kill('SIGKILL');
        await stage.finish(program);
        mirror.flow.release();
        stage.server.handler = serve(stage.file);
        await stage.run({ ...job, extra: mirrors(mirror) });
      },
      expect: { exit: 0, notices: ['resumed'], without: ['restarted'] },
      check: function* ({ servers }) {
        const again = servers.reduce((sum, { flow }) => sum + flow.sent, 0) - size;
        if (again > size - 256 * kib) yield `${again} bytes fetched again: nothing of the first run was gone on with`;
      },
      peers: false,
    },
    {
      id: '60s',
      name: 'the answer names a duplicate and a digest: it takes over',
      script: async (stage) => {
        const mirror = await stage.also(serve(copyOf(stage.file)));
        const dies = diesAfter(stage.server, stage.file, 1024 * kib);
        stage.server.handler = (request, wire) => {
          if (stage.server.flow.sent > 0) return dies(request, wire);
          const answer = honestAnswer(stage.file, request)
            .set('Repr-Digest', `sha-256=:${createHash('sha256').update(stage.file.bytes).digest('base64')}:`)
            .set('Link', `<${mirror.url('/file.bin')}>; rel=duplicate; pri=1`);
          return wire.send(answer, cutAfter(1024 * kib));
        };
        await stage.run();
      },
      expect: { exit: 0, without: ['restarted'] },
      peers: false,
    },
    {
      id: '60t',
      name: 'a duplicate without a digest is nobody to be trusted',
      script: async (stage) => {
        const stranger = await stage.also(serve(stage.file));
        stage.server.handler = (request, wire) => {
          const answer = honestAnswer(stage.file, request).set('Link', `<${stranger.url('/file.bin')}>; rel=duplicate`);
          return stage.server.flow.sent > 512 * kib ? wire.send(plain(404)) : wire.send(answer, cutAfter(600 * kib));
        };
        await stage.run();
      },
      expect: { exit: 4, codes: ['NOT_FOUND'] },
      check: function* ({ servers }) {
        if ((servers[1]?.requests.length ?? 0) > 0) yield 'it was asked all the same';
      },
      peers: false,
    },
  ],
};
