/** Fault 60, where several sources give a file at the same time. */
import { honestAnswer, plain, type HostedFile } from '../../hostile/answer.ts';
import { trickle } from '../../hostile/delivery.ts';
import type { Handler, HostileServer } from '../../hostile/server.ts';
import type { CaseGroup } from '../case.ts';
import { copyOf, digestField, kib, metalink, mirrors, proof } from '../mirror-kit.ts';
import { hosted, type Stage } from '../stage.ts';

const large = 8 * 1024 * kib + 321;

/** Slow enough for several sources to be had together. */
const slowly =
  (stage: Stage, file = copyOf(stage.file)): Handler =>
  (request, wire) =>
    wire.send(honestAnswer(file, request), trickle(16 * kib, 15));

function everywhereWrong({ bytes }: HostedFile): HostedFile {
  const wrong = Buffer.from(bytes);
  for (let at = 0; at < wrong.length; at += 40 * kib) wrong[at] = (wrong[at] as number) ^ 0xff;
  return copyOf(hosted(wrong));
}

/** Right when it is looked at first, and wrong all over from then on. */
function liesLater(stage: Stage): Handler {
  const honest = slowly(stage);
  const wrong = slowly(stage, everywhereWrong(stage.file));
  let looked = false;
  return (request, wire) => {
    const answer = looked ? wrong : honest;
    looked = true;
    return answer(request, wire);
  };
}

/** Each server has sent a good part of the file. */
function* shares(servers: readonly HostileServer[], least: number): Iterable<string> {
  for (const { port, flow } of servers) if (flow.sent < least * large) yield `${port} has sent ${flow.sent} bytes only`;
}

export const atOnce: CaseGroup = {
  title: 'Several sources at once',
  cases: [
    {
      id: '60u',
      name: 'two sources and a digest: both give at once',
      size: large,
      serve: slowly,
      script: async (stage) => {
        const mirror = await stage.also(slowly(stage));
        await stage.run({ ...proof(stage), extra: mirrors(mirror) });
      },
      expect: { exit: 0, without: ['restarted', 'source_changed'] },
      check: ({ servers }) => shares(servers, 0.1),
      peers: false,
    },
    {
      id: '60v',
      name: 'two sources and nothing to tell by: one gives, the other is not asked',
      size: large,
      serve: slowly,
      script: async (stage) => {
        const mirror = await stage.also(slowly(stage));
        await stage.run({ extra: mirrors(mirror) });
      },
      expect: { exit: 0 },
      check: function* ({ servers }) {
        if ((servers[1]?.requests.length ?? 0) > 0) yield 'it was asked';
      },
      peers: false,
    },
    {
      id: '60w',
      name: 'a source that gives at the same time lies, the digests of the pieces tell where: it is not asked again',
      size: large,
      serve: slowly,
      script: async (stage) => {
        const liar = await stage.also(liesLater(stage));
        await stage.run({ urls: [metalink(stage, [stage.server, liar], { length: large })] });
      },
      expect: { exit: 0, notices: ['block_repaired'], without: ['restarted'] },
      check: ({ servers }) => shares(servers, 0.02),
      peers: false,
    },
    {
      id: '60x',
      name: 'a source that gives at the same time lies, and only a digest of the whole is known',
      size: large,
      serve: slowly,
      script: async (stage) => {
        const liar = await stage.also(liesLater(stage));
        await stage.run({ ...proof(stage), extra: mirrors(liar) });
      },
      // That they are not the same is said.
      expect: { exit: 0, notices: ['one_source'] },
      peers: false,
    },
    {
      id: '60y',
      name: 'of two sources that give at once, one dies: the other goes on, whichever it is',
      size: large,
      serve: slowly,
      script: async (stage) => {
        const mirror = await stage.also(slowly(stage));
        const dying = async (server: HostileServer, name: string): Promise<void> => {
          const before = server.flow.sent;
          const honest = server.handler;
          server.handler = (request, wire) => (server.flow.sent - before > large / 5 ? wire.send(plain(404)) : honest(request, wire));
          await stage.run({ ...proof(stage), name, extra: mirrors(mirror) });
          server.handler = honest;
        };
        await dying(stage.server, 'one.bin');
        await dying(mirror, 'two.bin');
      },
      expect: { exit: 0, without: ['restarted'] },
      check: function* ({ runs, servers }) {
        if (runs[0]?.exit !== 0) yield 'the first run did not complete';
        if (servers.some(({ flow }) => flow.sent < large / 5)) yield 'one source alone gave the file';
      },
      peers: false,
    },
    {
      id: '60z',
      name: 'a source that sends next to nothing holds nobody up',
      size: large,
      serve: slowly,
      script: async (stage) => {
        const snail = await stage.also((request, wire) => wire.send(honestAnswer(copyOf(stage.file), request), trickle(512, 50)));
        await stage.run({ ...proof(stage), timeout: 5, extra: mirrors(snail) });
      },
      // A piece of its own would take longer.
      expect: { exit: 0, without: ['restarted'], within: 20_000 },
      peers: false,
    },
    {
      id: '60za',
      name: 'all sources break, and by the next try only one is there, with another file: what the first one has said of it holds',
      size: large,
      script: async (stage) => {
        const { file, server } = stage;
        const told = digestField(file);
        const gone = (): boolean => server.flow.sent > large / 5;
        server.handler = (request, wire) =>
          gone() ? wire.send(plain(404)) : wire.send(honestAnswer(file, request).set('Repr-Digest', told), trickle(16 * kib, 15));
        const longer = copyOf(hosted(Buffer.concat([file.bytes, Buffer.alloc(777)])));
        const other = await stage.also((request, wire) => (gone() ? wire.send(honestAnswer(longer, request)) : wire.reset()));
        await stage.run({ extra: mirrors(other) });
      },
      expect: { exit: [4, 5, 6], codes: ['CHECKSUM', 'NOT_FOUND', 'CONTENT_CHANGED'] },
      peers: false,
    },
  ],
};
