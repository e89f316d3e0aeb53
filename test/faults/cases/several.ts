/** Several sources, and what one of them has said: it holds for the others, and nothing is made of two sources on trust alone. */
import { honestAnswer, plain, type HostedFile } from '../../hostile/answer.ts';
import { content } from '../../hostile/content.ts';
import { cutAfter, trickle, untilClose } from '../../hostile/delivery.ts';
import type { Handler } from '../../hostile/server.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { copyOf, diesAfter, digestField, kib, metalink, mirrors, proof, serve, size } from '../mirror-kit.ts';
import { hosted, type Stage } from '../stage.ts';

/** The same but for 64 KiB at each of `places`, which are far from where parts end. */
function otherAt({ bytes }: HostedFile, ...places: readonly number[]): HostedFile {
  const other = Buffer.from(bytes);
  for (const place of places) content(9, 64 * kib).copy(other, place);
  return hosted(other);
}

/** Says what the file's digest is. */
const announces =
  (file: HostedFile): Handler =>
  (request, wire) =>
    wire.send(honestAnswer(file, request).set('Repr-Digest', digestField(file)));

/** Begins the file, with its digest, and has none any more. */
function leavesUs(stage: Stage, change = (answer: ReturnType<typeof honestAnswer>) => answer): Handler {
  return (request, wire) => {
    if (stage.server.flow.sent > 0) return wire.send(plain(404));
    const answer = honestAnswer(stage.file, request).set('Repr-Digest', digestField(stage.file));
    return wire.send(change(answer), cutAfter(600 * kib));
  };
}

/** Knows no ranges. */
const whole =
  (file: HostedFile): Handler =>
  (request, wire) =>
    wire.send(honestAnswer(file, { ...request, range: null }).set('Accept-Ranges', null));

const refused = { exit: [4, 5, 6], codes: ['CHECKSUM', 'NOT_FOUND'] } as const;

/** A first source that leaves us midway, and a mirror that has the file and more. */
const longerElsewhere = (id: string, name: string, first: (stage: Stage) => Handler): FaultCase => ({
  id,
  name,
  script: async (stage) => {
    stage.server.handler = first(stage);
    const liar = await stage.also(serve(hosted(Buffer.concat([stage.file.bytes, content(3, 777)]))));
    await stage.run({ extra: mirrors(liar) });
  },
  expect: { ...refused, codes: [...refused.codes, 'CONTENT_CHANGED'] },
  peers: false,
});

export const severalCases: CaseGroup = {
  title: 'Word of several sources',
  cases: [
    {
      id: 'W1',
      name: 'what the first source has said of the file holds, whatever the mirror says of its own',
      script: async (stage) => {
        stage.server.handler = leavesUs(stage);
        const liar = await stage.also(announces(otherAt(stage.file, 900 * kib)));
        await stage.run({ extra: mirrors(liar) });
      },
      expect: refused,
      peers: false,
    },
    {
      id: 'W2',
      name: 'the same, where the mirror sends only the whole of another version',
      script: async (stage) => {
        stage.server.handler = leavesUs(stage);
        const liar = await stage.also(whole(otherAt(stage.file, 900 * kib)));
        await stage.run({ extra: mirrors(liar) });
      },
      expect: refused,
      peers: false,
    },
    longerElsewhere('W2b', 'the same, where the mirror has a longer file', leavesUs),
    longerElsewhere('W2c', 'the same, where nothing was said but how long the file is', (stage) =>
      diesAfter(stage.server, stage.file, 600 * kib),
    ),
    {
      id: 'W3',
      name: 'the same, where the first source has not said how long the file is',
      script: async (stage) => {
        stage.server.handler = (request, wire) => {
          if (stage.server.flow.sent > 0) return wire.send(plain(404));
          const answer = honestAnswer(stage.file, { ...request, range: null }).set('Repr-Digest', digestField(stage.file));
          answer.set('Content-Length', null).set('Transfer-Encoding', 'chunked');
          answer.body = Buffer.from(`80000\r\n${stage.file.bytes.toString('latin1', 0, 0x80000)}\r\n`, 'latin1');
          return wire.send(answer, untilClose);
        };
        const liar = await stage.also(announces(otherAt(stage.file, 900 * kib)));
        await stage.run({ extra: mirrors(liar) });
      },
      expect: refused,
      peers: false,
    },
    {
      id: 'W4',
      name: 'digests of the parts are compared, whatever the server says of the whole',
      script: async (stage) => {
        stage.server.handler = announces(otherAt(stage.file, 900 * kib));
        await stage.run({ urls: [metalink(stage, [stage.server], { whole: false })] });
      },
      expect: { exit: 6, codes: ['CHECKSUM'] },
      peers: false,
    },
    {
      id: 'W5',
      name: 'one source, without ranges, whose file has another size by the next try',
      script: async (stage) => {
        const { file } = stage;
        const later = hosted(content(5, 1_500_000));
        stage.truths = [later.bytes];
        stage.server.handler = (request, wire) => {
          const first = stage.server.flow.sent === 0;
          const answer = honestAnswer(first ? file : later, { ...request, range: null }).set('Accept-Ranges', null);
          return first ? wire.send(answer, cutAfter(500 * kib)) : wire.send(answer);
        };
        await stage.run();
      },
      expect: { exit: 0, notices: ['restarted'] },
      peers: false,
    },
    {
      id: 'W6',
      name: 'one source, that breaks before the first byte, and whose file has another size by the next try',
      script: async (stage) => {
        const { file } = stage;
        const later = hosted(content(5, 1_500_000));
        stage.truths = [later.bytes];
        stage.server.handler = (request, wire) =>
          request.ordinal < 2 ? wire.send(honestAnswer(file, request), cutAfter(0)) : wire.send(honestAnswer(later, request));
        await stage.run();
      },
      expect: { exit: 0 },
      peers: false,
    },
    {
      id: 'W7',
      name: 'the first source has no such file, and nobody has heard of the mirror’s host: that comes to an end',
      script: async (stage) => {
        stage.server.handler = (_request, wire) => wire.send(plain(404));
        await stage.run({ extra: ['--mirror', 'http://nowhere.invalid/file.bin'] });
      },
      expect: { exit: [3, 4], codes: ['DNS', 'NOT_FOUND'] },
      peers: false,
    },
    {
      id: 'W8',
      name: 'begun from a mirror that is not named any more: the first source starts over',
      script: async (stage) => {
        stage.server.handler = (_request, wire) => wire.send(plain(404));
        const other = await stage.also(serve(otherAt(stage.file, 300 * kib, 1700 * kib)));
        other.flow.holdAfter(1200 * kib);
        const program = stage.start({ extra: mirrors(other) });
        await Promise.race([other.flow.reached(1200 * kib), program.done]);
        program.kill('SIGINT');
        await stage.finish(program);
        other.flow.release();
        stage.server.handler = serve(stage.file);
        await stage.run();
      },
      expect: { exit: 0, notices: ['restarted'] },
      peers: false,
    },
    {
      id: 'W9',
      name: 'the mirror sends the file as a whole only, under a version of its own: what is here stays, and is compared',
      script: async (stage) => {
        stage.server.handler = leavesUs(stage);
        const mirror = await stage.also(whole(copyOf(stage.file)));
        await stage.run({ extra: mirrors(mirror) });
      },
      expect: { exit: 0, notices: ['source_changed', 'resumed'], without: ['restarted'] },
      peers: false,
    },
    {
      id: 'W10',
      name: 'a mirror that takes longer than the idle timeout to prove that it has the file, and never pauses for so long',
      script: async (stage) => {
        stage.server.handler = diesAfter(stage.server, stage.file, size - 100 * kib);
        const slow = await stage.also((request, wire) => wire.send(honestAnswer(copyOf(stage.file), request), trickle(8 * kib, 200)));
        await stage.run({ ...proof(stage), timeout: 1, connections: 1, extra: mirrors(slow) });
      },
      expect: { exit: 0, notices: ['source_changed'], without: ['restarted', 'retrying', 'waiting'] },
      peers: false,
    },
    {
      id: 'W11',
      name: 'stopped once the answer had named a duplicate and a digest, and gone by the next run: the duplicate goes on',
      script: async (stage) => {
        const mirror = await stage.also(serve(copyOf(stage.file)));
        stage.server.handler = (request, wire) => {
          const answer = honestAnswer(stage.file, request).set('Repr-Digest', digestField(stage.file));
          return wire.send(answer.set('Link', `<${mirror.url('/file.bin')}>; rel=duplicate`));
        };
        await stage.interrupt(1024 * kib, 'SIGINT', { connections: 1 });
        stage.server.handler = (_request, wire) => wire.send(plain(404));
        await stage.run({ connections: 1 });
      },
      expect: { exit: 0, notices: ['source_changed', 'resumed'], without: ['restarted'] },
      check: function* ({ servers }) {
        const brought = servers[1]?.flow.sent ?? 0;
        if (brought > size - 256 * kib) yield `the duplicate has sent ${brought} bytes: nothing of the first run was gone on with`;
      },
      peers: false,
    },
    {
      id: 'W12',
      name: 'a source that has served wants to be left alone for ten minutes: another goes on at once',
      script: async (stage) => {
        stage.server.handler = (request, wire) => {
          const left = 512 * kib - stage.server.flow.sent;
          if (left <= 0) return wire.send(plain(503, 'later', [['Retry-After', '600']]));
          return wire.send(honestAnswer(stage.file, request), cutAfter(left));
        };
        const mirror = await stage.also(serve(copyOf(stage.file)));
        await stage.run({ ...proof(stage), connections: 1, extra: mirrors(mirror) });
      },
      expect: { exit: 0, notices: ['source_changed'], without: ['restarted', 'waiting'], within: 20_000 },
      peers: false,
    },
    {
      id: 'W13',
      name: 'one source wants to be left alone for ten minutes, another breaks and says nothing of the kind: that one is asked again',
      script: async (stage) => {
        stage.server.handler = (_request, wire) => wire.send(plain(429, 'later', [['Retry-After', '600']]));
        let broken = 2;
        const mirror = await stage.also((request, wire) => {
          if (broken-- > 0) return wire.reset();
          return wire.send(honestAnswer(stage.file, request));
        });
        await stage.run({ connections: 1, extra: mirrors(mirror) });
      },
      expect: { exit: 0, notices: ['source_changed'], within: 20_000 },
      peers: false,
    },
  ],
};
