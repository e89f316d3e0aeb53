/** Faults 6 and 7: names, addresses and networks that lead nowhere, for good or for a while. */
import { setTimeout as delay } from 'node:timers/promises';
import { honestAnswer } from '../../hostile/answer.ts';
import { openBlackHole } from '../../hostile/black-hole.ts';
import { trickle } from '../../hostile/delivery.ts';
import type { CaseGroup } from '../case.ts';
import { deliver, every, spoil } from '../kit.ts';
import { layCable, withHosts } from '../sandbox.ts';

const kib = 1024;

export const reaching: CaseGroup = {
  title: 'Reaching the server',
  cases: [
    {
      id: '6',
      name: 'the name has a first address that swallows connections',
      serve: (stage) =>
        spoil(
          stage,
          every,
          deliver(stage, (wire, body) => wire.writeBody(body)),
        ),
      script: async (stage) => {
        const hole = await openBlackHole('127.0.0.2', stage.server.port);
        stage.cleanUp(() => hole.close());
        const wrap = withHosts(stage, ['127.0.0.2 dual.test', '127.0.0.1 dual.test']);
        await stage.run({ urls: [stage.server.url('/file.bin', 'dual.test')], wrap, timeout: 3 });
      },
      expect: { exit: 0 },
    },
    {
      id: '6b',
      name: 'the name has an IPv6 address where nobody listens',
      script: (stage) => {
        const wrap = withHosts(stage, ['::1 dual.test', '127.0.0.1 dual.test']);
        return stage.run({ urls: [stage.server.url('/file.bin', 'dual.test')], wrap });
      },
      expect: { exit: 0 },
    },
    {
      id: '6c',
      name: 'an IPv6 address as the host',
      listen: { host: '::1' },
      expect: { exit: 0 },
    },
    {
      id: '7',
      name: 'the server is away for a second and comes back',
      script: async (stage) => {
        const { server } = stage;
        server.flow.holdAfter(700_000);
        const program = stage.start({ retries: 10, retryWait: 0.2 });
        await stage.reached(program, 700_000);
        await server.stop();
        server.flow.release();
        await delay(1000);
        await server.listen();
        await stage.finish(program);
      },
      expect: { exit: 0 },
    },
    {
      id: '7b',
      name: 'a name that does not exist',
      script: (stage) => stage.run({ urls: ['http://no-such-host.invalid/file.bin'] }),
      expect: { exit: 3, codes: ['DNS', 'NETWORK_AWAY'], partial: 'gone' },
    },
    {
      id: '7c',
      name: 'nobody listens',
      script: async (stage) => {
        await stage.server.stop();
        await stage.run();
      },
      expect: { exit: 3, codes: ['CONNECT'], partial: 'gone' },
    },
    {
      id: '7d',
      name: 'the host swallows every connection',
      script: async (stage) => {
        const hole = await openBlackHole('127.0.0.3');
        stage.cleanUp(() => hole.close());
        await stage.run({ urls: [`http://127.0.0.3:${hole.port}/file.bin`], retries: 1 });
      },
      expect: { exit: 3, codes: ['CONNECT_TIMEOUT'], partial: 'gone' },
    },
    {
      id: '7e',
      name: 'the network is away for four seconds, longer than all tries together',
      job: { retries: 2 },
      script: async (stage) => {
        const network = layCable(stage);
        const server = await stage.also((request, wire) => wire.send(honestAnswer(stage.file, request), trickle(32 * kib, 20)), {
          host: network.host,
        });
        const program = stage.start({ urls: [server.url('/file.bin')], wrap: network.wrap, deadline: 30_000 });
        await Promise.race([server.flow.reached(700_000), program.done]);
        network.cut();
        await delay(4000);
        network.mend();
        await stage.finish(program);
      },
      expect: { exit: 0 },
    },
  ],
};
