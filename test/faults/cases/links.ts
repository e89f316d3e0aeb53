/** Security group 3: links at the destination are never followed. */
import { readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CaseGroup } from '../case.ts';
import type { Stage } from '../stage.ts';

const size = 100_000;

/** A file that was there before and is none of the program's business. */
const mine = Buffer.from('a file of the user');

const outside = (stage: Stage): string => path.join(stage.root, 'outside.txt');

/** Puts a link under this name that leads out of the folder. */
function link(stage: Stage, name: string): void {
  writeFileSync(outside(stage), mine);
  symlinkSync(outside(stage), path.join(stage.folder, name));
}

function* untouched(stage: Stage): Iterable<string> {
  if (!readFileSync(outside(stage)).equals(mine)) yield 'the file behind the link was written';
}

export const links: CaseGroup = {
  title: 'Links at the destination',
  cases: [
    {
      id: 'S3',
      name: 'a link under the final name',
      size,
      prepare: (stage) => link(stage, 'file.bin'),
      expect: { exit: 0, name: 'file (1).bin' },
      peers: false,
      check: untouched,
    },
    {
      id: 'S3b',
      name: 'a link under the partial’s name',
      size,
      prepare: (stage) => link(stage, 'file.bin.part'),
      expect: { exit: 0 },
      check: untouched,
      peers: false,
    },
    {
      id: 'S3c',
      name: 'a link under the journal’s name',
      size,
      prepare: (stage) => link(stage, 'file.bin.part.journal'),
      expect: { exit: 0 },
      check: untouched,
      peers: false,
    },
    {
      id: 'S3d',
      name: 'a link under the final name, asked to overwrite',
      size,
      job: { conflict: 'overwrite' },
      prepare: (stage) => link(stage, 'file.bin'),
      expect: { exit: 0, name: 'file.bin' },
      check: untouched,
      peers: false,
    },
    {
      id: 'S3e',
      name: 'a dangling link under the final name',
      size,
      prepare: (stage) => symlinkSync('nowhere', path.join(stage.folder, 'file.bin')),
      expect: { exit: 0, name: 'file (1).bin' },
      check: function* (stage) {
        if (readlinkSync(path.join(stage.folder, 'file.bin')) !== 'nowhere') yield 'the link was replaced';
      },
    },
  ],
};
