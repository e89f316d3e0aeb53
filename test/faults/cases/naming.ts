/** Faults 61 to 63 and the first two security groups: names that collide, overflow, lie or try to get out of the folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { honestAnswer, plain } from '../../hostile/answer.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { every, lie, resume, spoil } from '../kit.ts';
import type { Stage } from '../stage.ts';

const size = 100_000;

/** A file that was there before and is none of the program's business. */
const mine = Buffer.from('a file of the user');

const put = (stage: Stage, name: string): void => writeFileSync(path.join(stage.folder, name), mine);

const proposing = (disposition: string) => (stage: Stage) =>
  spoil(
    stage,
    every,
    lie(stage, (answer) => answer.set('Content-Disposition', disposition)),
  );

/** Content-Disposition fields (RFC 6266) and the name that must come of them. Latin-1 text stands for raw bytes. */
const dispositions: readonly (readonly [string, string, string])[] = [
  ['a plain name', 'attachment; filename="report.pdf"', 'report.pdf'],
  ['a bare token', 'attachment; filename=report.pdf', 'report.pdf'],
  ['an escaped quote', 'attachment; filename="a \\"b\\" c.txt"', 'a _b_ c.txt'],
  ['an extended name before a plain one', 'attachment; filename="plain.txt"; filename*=UTF-8\'\'%E2%82%AC%20rates.txt', '€ rates.txt'],
  ['an extended name in Latin-1', "attachment; filename*=ISO-8859-1'en'caf%E9.txt", 'café.txt'],
  ['raw UTF-8', `attachment; filename="${Buffer.from('naïve – été.txt').toString('latin1')}"`, 'naïve – été.txt'],
  ['raw Latin-1', 'attachment; filename="caf\xe9.txt"', 'café.txt'],
  ['an encoded word', 'attachment; filename="=?UTF-8?B?5pel5pys6KqeLnR4dA==?="', '日本語.txt'],
  ['continuations', "attachment; filename*0*=UTF-8''%E6%97; filename*1*=%A5%E6; filename*2*=%9C%AC.txt", '日本.txt'],
  ['a percent that stays', 'attachment; filename="100%25.txt"', '100%25.txt'],
  ['no name at all', 'attachment', 'file.bin'],
  ['an empty name', 'attachment; filename=""', 'file.bin'],
  ['nonsense', ';;;=;"', 'file.bin'],
];

/** Names that try to leave the folder: only their last part may be used. */
const escapes: readonly (readonly [string, string])[] = [
  ['dots and slashes', 'attachment; filename="../../evil.txt"'],
  ['backslashes', 'attachment; filename="..\\\\..\\\\evil.txt"'],
  ['an absolute path', 'attachment; filename="/tmp/evil.txt"'],
  ['a drive', 'attachment; filename="C:evil.txt"'],
  ['percent-coded slashes', "attachment; filename*=UTF-8''..%2F..%2Fevil.txt"],
  ['percent-coded backslashes', "attachment; filename*=UTF-8''..%5C..%5Cevil.txt"],
  ['a NUL', "attachment; filename*=UTF-8''evil.txt%00.png"],
  ['a line break', "attachment; filename*=UTF-8''evil%0D%0Ax.txt"],
  ['only dots', 'attachment; filename=".."'],
  ['twice coded slashes', "attachment; filename*=UTF-8''..%252F..%252Fevil.txt"],
  ['overlong UTF-8 slashes', "attachment; filename*=UTF-8''..%C0%AF..%C0%AFevil.txt"],
];

/** Names that mean something else on some system, or look like something else to a reader. */
const traps: readonly (readonly [string, string, RegExp])[] = [
  ['a device', 'CON', /^con$/i],
  ['a device with an extension', 'COM1.txt', /^com1\.txt$/i],
  ['an alternate stream', 'a.txt:b', /:/],
  ['a trailing dot', 'evil.txt.', /\.$/],
  ['a trailing space', 'evil.txt ', / $/],
  ['desktop.ini', 'desktop.ini', /^desktop\.ini$/i],
  ['a shortcut', 'holiday.jpg.lnk', /\.lnk$/i],
  ['a leading dot', '.bashrc', /^\./],
  ['a bidi override', 'invoice-\u202Efdp.exe', /\u202E/],
  ['a control character', 'a\u0007b.txt', /\p{Cc}/u],
  ['a leading hyphen', '-rf.txt', /^$/],
  ['a shell word', '$(reboot);`id`|x.txt', /[|]/],
];

export const naming: CaseGroup = {
  title: 'Naming',
  cases: [
    {
      id: '61',
      name: 'a file of that name is there: another name',
      size,
      prepare: (stage) => put(stage, 'file.bin'),
      expect: { exit: 0, name: 'file (1).bin' },
      peers: false,
    },
    {
      id: '61b',
      name: 'two such files are there',
      size,
      prepare: (stage) => {
        put(stage, 'file.bin');
        put(stage, 'file (1).bin');
      },
      expect: { exit: 0, name: 'file (2).bin' },
      peers: false,
    },
    {
      id: '61c',
      name: 'asked to fail rather than to rename',
      size,
      job: { conflict: 'fail' },
      prepare: (stage) => put(stage, 'file.bin'),
      expect: { exit: 7, codes: ['FILE_EXISTS'], partial: 'gone' },
      peers: false,
    },
    {
      id: '61d',
      name: 'asked to skip',
      size,
      job: { conflict: 'skip', name: 'file.bin' },
      script: async (stage) => {
        put(stage, 'file.bin');
        stage.truths = [mine];
        await stage.run();
      },
      expect: { exit: 0, notices: ['skipped'] },
      peers: false,
      check: function* (stage) {
        if (stage.sent >= size) yield 'the file was fetched for nothing';
      },
    },
    {
      id: '61e',
      name: 'asked to overwrite',
      size,
      job: { conflict: 'overwrite' },
      prepare: (stage) => put(stage, 'file.bin'),
      expect: { exit: 0, name: 'file.bin' },
      peers: false,
    },
    {
      id: '61f',
      name: 'asked to overwrite, and the download fails: the old file stays',
      size,
      job: { conflict: 'overwrite' },
      serve: (stage) => (put(stage, 'file.bin'), spoil(stage, every, (_request, wire) => wire.send(plain(404)))),
      expect: { exit: 4, codes: ['NOT_FOUND'], partial: 'gone' },
      peers: false,
    },
    {
      id: '61g',
      name: 'three links of one name in one command',
      size,
      script: (stage) => stage.run({ urls: ['/a/file.bin', '/b/file.bin', '/c/file.bin'].map((target) => stage.server.url(target)) }),
      expect: { exit: 0, name: 'file (2).bin' },
      peers: false,
    },
    {
      id: '61h',
      name: 'a folder has the name',
      size,
      prepare: (stage) => mkdirSync(path.join(stage.folder, 'file.bin')),
      expect: { exit: 0, name: 'file (1).bin' },
      peers: false,
    },
    {
      id: '61i',
      name: 'a file of that name appears while it is fetched',
      size,
      script: async (stage) => {
        stage.server.flow.holdAfter(30_000);
        const program = stage.start();
        await stage.reached(program, 30_000);
        put(stage, 'file.bin');
        stage.before = stage.contents();
        stage.server.handler = (request, wire) => wire.send(honestAnswer(stage.file, request));
        stage.server.flow.release();
        stage.server.cutConnections();
        await stage.finish(program);
      },
      expect: { exit: [0, 7], codes: ['FILE_EXISTS'] },
      peers: false,
    },
    {
      id: '61j',
      name: 'a file of that name appears between two runs: nothing that was fetched is lost',
      script: async (stage) => {
        await stage.interrupt(900_000);
        put(stage, 'file.bin');
        await stage.run();
      },
      expect: { exit: 0, name: 'file (1).bin', notices: ['resumed', 'renamed'] },
      peers: false,
      check: function* (stage) {
        if (stage.sent > stage.file.bytes.length - 300_000) yield `${stage.sent} bytes were sent for what was missing`;
      },
    },
    ...[300, 255, 254].map((length, index): FaultCase => ({
      id: `62${['', 'b', 'c'][index]}`,
      name: `a name of ${length} letters keeps its extension`,
      size,
      serve: proposing(`attachment; filename="${'n'.repeat(length - 7)}.tar.gz"`),
      expect: { exit: 0 },
      check: (stage) => fittingName(stage, '.tar.gz'),
    })),
    {
      id: '62d',
      name: 'a name of 120 wide letters is not cut in the middle of one',
      size,
      serve: proposing(`attachment; filename*=UTF-8''${encodeURIComponent('日'.repeat(120))}.zip`),
      expect: { exit: 0 },
      check: (stage) => fittingName(stage, '.zip'),
    },
    {
      id: '62e',
      name: 'an extension longer than any name',
      size,
      serve: proposing(`attachment; filename="a.${'e'.repeat(400)}"`),
      expect: { exit: 0 },
      check: (stage) => fittingName(stage, ''),
    },
    {
      id: '63',
      name: 'the user’s name wins over the server’s',
      size,
      job: { name: 'mine.dat' },
      serve: proposing('attachment; filename="theirs.exe"'),
      expect: { exit: 0, name: 'mine.dat' },
    },
    {
      id: '63b',
      name: 'a redirect does not change the name that the user gave',
      size,
      job: { name: 'mine.dat' },
      serve: (stage) => (request, wire) =>
        wire.send(request.path === '/file.bin' ? plain(302, '', [['Location', '/evil.sh']]) : honestAnswer(stage.file, request)),
      expect: { exit: 0, name: 'mine.dat' },
    },
    {
      id: '63c',
      name: 'the same command resumes although the server names the file late',
      serve: proposing('attachment; filename="late.bin"'),
      script: (stage) => resume(stage),
      expect: { exit: 0, name: 'late.bin', notices: ['resumed'] },
    },
    ...dispositions.map(([what, disposition, name], index): FaultCase => ({
      id: `S1.${index + 1}`,
      name: `Content-Disposition: ${what}`,
      size,
      serve: proposing(disposition),
      expect: { exit: 0, name },
    })),
    ...escapes.map(([what, disposition], index): FaultCase => ({
      id: `S1e${index + 1}`,
      name: `a name with ${what} stays in the folder`,
      size,
      serve: proposing(disposition),
      expect: { exit: 0 },
      check: harmlessName,
    })),
    ...['/a/..%2f..%2fevil.txt', '/a/..%5c..%5cevil.txt', '/evil%00.txt', '/%2e%2e', '/', '/%E0%A4%A', '/?name=../../evil.txt'].map(
      (target, index): FaultCase => ({
        id: `S1u${index + 1}`,
        name: `the link ${target} stays in the folder`,
        size,
        script: (stage) => stage.run({ urls: [stage.server.url(target)] }),
        expect: { exit: 0 },
        check: harmlessName,
      }),
    ),
    ...traps.map(([what, name, harmful], index): FaultCase => ({
      id: `S2.${index + 1}`,
      name: `${what} as a name`,
      size,
      serve: proposing(`attachment; filename*=UTF-8''${encodeURIComponent(name)}`),
      expect: { exit: 0 },
      check: function* (stage) {
        const given = nameOf(stage);
        if (harmful.test(given)) yield `named ${JSON.stringify(given)}`;
        yield* harmlessName(stage);
      },
    })),
  ],
};

const nameOf = (stage: Stage): string => path.basename(stage.lastRun.events.find(({ event }) => event === 'completed')?.path ?? '');

function* fittingName(stage: Stage, extension: string): Iterable<string> {
  const name = nameOf(stage);
  if (Buffer.byteLength(name) > 255) yield `${Buffer.byteLength(name)} bytes long`;
  if (!name.endsWith(extension)) yield `lost its extension: …${name.slice(-20)}`;
  if (name.includes('\ufffd')) yield 'cut in the middle of a letter';
}

function* harmlessName(stage: Stage): Iterable<string> {
  const name = nameOf(stage);
  if (name === '' || /[/\\\p{Cc}]|^\.+$/u.test(name)) yield `named ${JSON.stringify(name)}`;
}
