/** Faults 65 to 70: disks that are full, failing, read-only or meddled with. */
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { content } from '../../hostile/content.ts';
import { trickle } from '../../hostile/delivery.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { every, spoil, withoutRanges } from '../kit.ts';
import { mountFolder, oneFileThread, remountReadOnly, withFileLimit, withInjection } from '../sandbox.ts';
import type { Stage } from '../stage.ts';

const mib = 1024 * 1024;

const part = (stage: Stage): string => path.join(stage.folder, 'file.bin.part');
const journal = (stage: Stage): string => `${part(stage)}.journal`;

/** Interrupts, has someone meddle with what is left, and runs again. */
const meddle =
  (change: (stage: Stage) => void) =>
  async (stage: Stage): Promise<void> => {
    await stage.interrupt(900_000);
    change(stage);
    await stage.run();
  };

function overwrite(file: string, at: number, bytes: Buffer): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}

/** What someone could do to the partial and its journal while no program runs; the right file must come of all of it. */
const meddlings: readonly (readonly [string, (stage: Stage) => void])[] = [
  ['the partial was cut to half', (stage) => truncateSync(part(stage), mib / 2)],
  ['the partial was cut to nothing', (stage) => truncateSync(part(stage), 0)],
  ['the partial grew', (stage) => truncateSync(part(stage), 5 * mib)],
  [
    'the partial was replaced by another file of its size',
    (stage) => {
      const { length } = readFileSync(part(stage));
      writeFileSync(`${part(stage)}.new`, content(7, length));
      renameSync(`${part(stage)}.new`, part(stage));
    },
  ],
  ['the partial is gone, the journal is there', (stage) => rmSync(part(stage))],
  [
    'the partial is a folder',
    (stage) => {
      rmSync(part(stage));
      mkdirSync(part(stage));
    },
  ],
  ['the journal is gone, the partial is there', (stage) => rmSync(journal(stage))],
  ['the journal is empty', (stage) => writeFileSync(journal(stage), '')],
  ['the journal is zeroed', (stage) => writeFileSync(journal(stage), Buffer.alloc(readFileSync(journal(stage)).length))],
  ['the journal is torn in its middle', (stage) => truncateSync(journal(stage), Math.floor(readFileSync(journal(stage)).length / 2))],
  ['the journal is noise', (stage) => writeFileSync(journal(stage), content(8, 4096))],
  [
    'one bit of the journal is flipped',
    (stage) => {
      const bytes = readFileSync(journal(stage));
      const middle = Math.floor(bytes.length / 2);
      overwrite(journal(stage), middle, Buffer.of((bytes[middle] ?? 0) ^ 1));
    },
  ],
  [
    'the journal is a folder',
    (stage) => {
      rmSync(journal(stage));
      mkdirSync(journal(stage));
    },
  ],
  ['the journal is huge', (stage) => truncateSync(journal(stage), 64 * mib)],
];

export const disk: CaseGroup = {
  title: 'Disk',
  cases: [
    {
      id: '65',
      name: 'too little space is seen before the body is fetched',
      size: 4 * mib,
      script: async (stage) => {
        mountFolder(stage, 'size=1m');
        await stage.run();
      },
      expect: { exit: 7, codes: ['NO_SPACE'], partial: 'gone' },
      check: function* (stage) {
        if (stage.server.requests.length > 1) yield `${stage.server.requests.length} requests for a file that has no room`;
      },
    },
    {
      id: '65b',
      name: 'space runs out while a file of unknown length is fetched',
      size: 4 * mib,
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(
            stage,
            (answer) => answer.set('Content-Length', null),
            async (wire, body) => {
              await wire.writeBody(body);
              wire.finish();
            },
          ),
        ),
      script: async (stage) => {
        mountFolder(stage, 'size=1m');
        await stage.run();
      },
      expect: { exit: 7, codes: ['NO_SPACE'] },
    },
    {
      id: '65c',
      name: 'another program takes the space in mid-download',
      size: 4 * mib,
      script: async (stage) => {
        mountFolder(stage, 'size=6m');
        stage.server.flow.holdAfter(mib);
        const program = stage.start();
        await stage.reached(program, mib);
        await program.event(({ event, received }) => event === 'progress' && (received ?? 0) > mib / 2);
        fillUp(path.join(stage.folder, 'other-program'));
        stage.before = stage.contents();
        stage.server.flow.release();
        stage.server.cutConnections();
        await stage.finish(program);
      },
      expect: { exit: [0, 7], codes: ['NO_SPACE'] },
    },
    {
      id: '65d',
      name: 'there is space again on the second run',
      size: 4 * mib,
      script: async (stage) => {
        mountFolder(stage, 'size=6m');
        const filler = path.join(stage.folder, 'other-program');
        writeFileSync(filler, Buffer.alloc(4 * mib));
        await stage.run();
        rmSync(filler);
        await stage.run();
      },
      expect: { exit: 0 },
    },
    ...syncErrors(),
    ...meddlings.map(([name, change], index): FaultCase => ({
      id: `67${'abcdefghijklmn'[index]}`,
      name,
      script: meddle(change),
      // What cannot be proven to be this program's own is not deleted but put aside.
      expect: { exit: 0, leaves: ['file.bin.part.old', 'file.bin.part.journal.old'] },
      peers: false,
    })),
    {
      id: '67o',
      name: 'the partial belongs to another link',
      script: async (stage) => {
        await stage.interrupt(900_000);
        stage.file = { ...stage.file, bytes: content(4, stage.file.bytes.length), etag: '"other"' };
        await stage.run({ urls: [stage.server.url('/elsewhere/file.bin')] });
      },
      expect: { exit: 0, name: 'file (1).bin', leaves: ['file.bin.part', 'file.bin.part.journal'] },
      peers: false,
    },
    {
      id: '68',
      name: 'the folder is read-only',
      size: 100_000,
      script: async (stage) => {
        mountFolder(stage, 'size=1m');
        remountReadOnly(stage);
        await stage.run();
      },
      expect: { exit: 7, codes: ['NO_PERMISSION', 'BAD_PATH'], partial: 'gone' },
    },
    {
      id: '68b',
      name: 'the folder becomes read-only in mid-download',
      script: async (stage) => {
        mountFolder(stage, 'size=8m');
        await stage.interrupt(900_000);
        remountReadOnly(stage);
        await stage.run();
      },
      expect: { exit: 7, codes: ['NO_PERMISSION', 'BAD_PATH', 'DISK_IO'], partial: 'kept' },
    },
    {
      id: '68c',
      name: 'the folder is a file',
      size: 100_000,
      script: async (stage) => {
        writeFileSync(path.join(stage.folder, 'occupied'), 'x');
        await stage.run({ folder: path.join(stage.folder, 'occupied') });
      },
      expect: { exit: 7, codes: ['BAD_PATH', 'NO_PERMISSION', 'FILE_EXISTS'] },
    },
    {
      id: '68d',
      name: 'no file may grow beyond a limit',
      size: 4 * mib,
      job: { wrap: withFileLimit(1024) },
      expect: { exit: 7, codes: ['FILE_TOO_LARGE'] },
    },
    {
      id: '68e',
      name: 'the folder’s path is too long',
      size: 100_000,
      script: (stage) => stage.run({ folder: path.join(stage.folder, ...Array.from({ length: 30 }, () => 'd'.repeat(200))) }),
      expect: { exit: 7, codes: ['BAD_PATH'] },
    },
    {
      id: '68f',
      name: 'the folder is taken away in mid-download',
      script: async (stage) => {
        stage.server.flow.holdAfter(900_000);
        const program = stage.start();
        await stage.reached(program, 900_000);
        await program.event(({ event, received }) => event === 'progress' && (received ?? 0) > 400_000);
        rmSync(stage.folder, { recursive: true });
        stage.before = new Map();
        stage.server.flow.release();
        stage.server.cutConnections();
        await stage.finish(program);
        mkdirSync(stage.folder, { recursive: true });
      },
      expect: { exit: [0, 7] },
      peers: false,
    },
    {
      id: '68g',
      name: 'the partial was made read-only',
      script: meddle((stage) => chmodSync(part(stage), 0o400)),
      // Root may write it all the same.
      expect: { exit: [0, 7], codes: ['NO_PERMISSION'] },
      peers: false,
    },
    ...renames(),
    {
      id: '70',
      name: 'the folder is on another disk, by way of a link: partial and file are made there',
      script: async (stage) => {
        mountFolder(stage, 'size=8m');
        const way = path.join(stage.home, 'way');
        symlinkSync(stage.folder, way);
        await stage.interrupt(900_000, 'SIGINT', { folder: way });
        partialDevice = statSync(part(stage)).dev;
        await stage.run({ folder: way });
      },
      expect: { exit: 0, name: 'file.bin', notices: ['resumed'] },
      peers: false,
      check: function* (stage) {
        if (partialDevice !== statSync(path.join(stage.folder, 'file.bin')).dev) yield 'the partial was on another disk than the file';
      },
    },
  ],
};

/** Where case 70 found its partial. */
let partialDevice: number | null = null;

/** 65, 66: errors that only a tracer can make the system give. */
function syncErrors(): FaultCase[] {
  const traced = (...rules: readonly string[]) => ({
    wrap: withInjection(...rules),
    environment: oneFileThread,
    deadline: 40_000,
    timeout: 10,
  });
  return [
    {
      id: '66',
      name: 'the first fdatasync fails (EIO)',
      job: traced('fdatasync:error=EIO:when=1'),
      expect: { exit: [0, 7], codes: ['DISK_IO'] },
      peers: false,
    },
    {
      id: '66b',
      name: 'every sync fails (EIO)',
      job: traced('fdatasync:error=EIO', 'fsync:error=EIO'),
      expect: { exit: 7, codes: ['DISK_IO'] },
      peers: false,
    },
    {
      id: '66c',
      name: 'every write to a position fails (EIO)',
      job: traced('pwrite64:error=EIO', 'pwritev:error=EIO'),
      expect: { exit: 7, codes: ['DISK_IO'] },
      peers: false,
    },
    {
      id: '66d',
      name: 'the third write finds the disk full',
      job: traced('pwrite64:error=ENOSPC:when=3+'),
      expect: { exit: 7, codes: ['NO_SPACE'] },
      peers: false,
    },
    ...[9, 20, 45].map((write, index): FaultCase => ({
      id: `66${'efg'[index]}`,
      name: `write ${write} finds the disk full, under a speed limit, and the download goes on later`,
      size: 3 * mib,
      script: async (stage) => {
        const { wrap, ...job } = traced(`pwrite64:error=ENOSPC:when=${write}`);
        const refused = await stage.run({ ...job, wrap, extra: ['--limit-rate', '2M'] });
        if (refused.exit !== 7) throw new Error(`the write was refused, and the program ended with ${refused.exit}`);
        await stage.run();
      },
      expect: { exit: 0 },
      peers: false,
    })),
  ];
}

/** 69: a name that is locked for a moment, as a virus scanner does it. */
function renames(): FaultCase[] {
  return [
    {
      id: '69',
      name: 'publishing is refused for a moment (EBUSY)',
      size: 100_000,
      job: {
        wrap: withInjection('link:error=EBUSY:when=1', 'linkat:error=EBUSY:when=1'),
        environment: oneFileThread,
        deadline: 40_000,
        timeout: 10,
      },
      expect: { exit: 0 },
      peers: false,
    },
    {
      id: '69b',
      name: 'the file system has no hard links (EPERM)',
      size: 100_000,
      job: { wrap: withInjection('link:error=EPERM', 'linkat:error=EPERM'), environment: oneFileThread, deadline: 40_000, timeout: 10 },
      expect: { exit: 0 },
      peers: false,
    },
    {
      id: '69c',
      name: 'a slow disk is waited for',
      size: 600_000,
      serve: (stage) => spoil(stage, every, withoutRanges(stage, undefined, trickle(200_000, 20))),
      job: {
        wrap: withInjection('pwrite64:delay_enter=100000', 'fdatasync:delay_enter=300000'),
        environment: oneFileThread,
        deadline: 40_000,
        timeout: 10,
      },
      expect: { exit: 0 },
      peers: false,
    },
  ];
}

/** Writes until nothing more fits. */
function fillUp(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (;;) writeSync(handle, Buffer.alloc(64 * 1024));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(handle);
  }
}
