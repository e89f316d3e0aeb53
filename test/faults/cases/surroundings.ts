/** Further cases of the kinds that the catalogue names: what folders, names and lists of links also are. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { plain } from '../../hostile/answer.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { later, spoil, times } from '../kit.ts';
import type { Stage } from '../stage.ts';

const kib = 1024;
const size = 100_000;

const fifo = (stage: Stage, name: string): void => void execFileSync('mkfifo', [path.join(stage.folder, name)]);

export const surroundings: CaseGroup = {
  title: 'Further folders, names and lists',
  cases: [
    ...['file.bin', 'file.bin.part', 'file.bin.part.journal'].map((name, index): FaultCase => ({
      id: `Z1${'abc'[index]}`,
      name: `a named pipe lies at ${name}`,
      size,
      prepare: (stage) => fifo(stage, name),
      expect: { exit: [0, 7], leaves: ['file.bin.part', 'file.bin.part.journal', 'file.bin.part.old', 'file.bin.part.journal.old'] },
      peers: false,
    })),
    {
      id: 'Z2',
      name: 'the folder does not exist yet, nor the one above it',
      size,
      script: async (stage) => {
        const deeper = path.join(stage.folder, 'new', 'newer');
        await stage.run({ folder: deeper });
        stage.folder = deeper;
      },
      expect: { exit: 0 },
      peers: false,
    },
    {
      id: 'Z3',
      name: 'the folder is a link to a folder',
      size,
      script: async (stage) => {
        const real = path.join(stage.root, 'real');
        mkdirSync(real);
        symlinkSync(real, path.join(stage.home, 'link'));
        stage.folder = path.join(stage.home, 'link');
        await stage.run();
      },
      expect: { exit: 0 },
    },
    ...['..', '.', '', '   '].map((name, index): FaultCase => ({
      id: `Z4${'abcd'[index]}`,
      name: `--name ${JSON.stringify(name)} becomes a name or is refused`,
      size,
      job: { extra: ['--name', name] },
      expect: { exit: [0, 2, 7] },
      peers: false,
    })),
    {
      id: 'Z5',
      name: 'one of three links fails: its code, and the other two files',
      size,
      script: async (stage) => {
        const { handler } = stage.server;
        stage.server.handler = (request, wire) => (request.path === '/b.bin' ? wire.send(plain(404)) : handler(request, wire));
        await stage.run({ urls: ['/a.bin', '/b.bin', '/c.bin'].map((target) => stage.server.url(target)) });
      },
      expect: { exit: 4, codes: ['NOT_FOUND'] },
      peers: false,
      check: function* (stage) {
        const completed = stage.lastRun.events.filter(({ event }) => event === 'completed').length;
        if (completed !== 2) yield `${completed} of two completed`;
      },
    },
    {
      id: 'Z6',
      name: 'an input file with a bad line among good ones',
      size,
      script: async (stage) => {
        const list = path.join(stage.home, 'links.txt');
        writeFileSync(list, `${stage.server.url('/a.bin')}\n\nnot a link\n${stage.server.url('/b.bin')}\n`);
        await stage.run({ urls: [], extra: ['--input-file', list] });
      },
      expect: { exit: 2, codes: ['BAD_URL'] },
      peers: false,
    },
    {
      id: 'Z7',
      name: 'a limit on the rate holds under faults',
      size: 600 * kib,
      job: { extra: ['--limit-rate', '300K'], retries: 10 },
      serve: (stage) => spoil(stage, times(3, later), (_request, wire) => wire.reset()),
      expect: { exit: 0 },
      peers: false,
      check: function* (stage) {
        if (stage.lastRun.elapsed < 1600) yield `${Math.round(stage.lastRun.elapsed)} ms for what should take two seconds`;
      },
    },
  ],
};
