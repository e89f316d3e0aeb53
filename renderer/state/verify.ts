/** The files that are being verified: which they are, what they should be, and how far their digests are. */
import i18next from 'i18next';
import { create } from 'zustand';
import { bridgeName, type Bridge } from '../../contract/bridge.ts';
import { parseChecksumList } from '../../contract/checksum-text.ts';
import type { ChecksumAlgorithm } from '../../contract/digest.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { HashInput } from '../../contract/files.ts';
import { isChecksumFile, type Digests } from '../input/verdict.ts';
import { filesBeside, nameLines, pathsIn } from '../input/verify-files.ts';
import { useConnection } from './connection.ts';
import { reasonOf } from './previews.ts';
import { openDialog } from './view.ts';

/** What has become of one file. */
export type FileRun =
  | { readonly state: 'hashing'; readonly done: number; readonly size: number | null }
  | { readonly state: 'done'; readonly size: number; readonly digests: Digests }
  | { readonly state: 'failed'; readonly code: ErrorCode | null; readonly message: string };

interface VerifyState {
  /** Their paths, one a line, as they are typed. */
  readonly files: string;
  /** What is typed or was dropped with them. */
  readonly expected: string;
  /** Digests that are wanted beside SHA-256. */
  readonly also: ReadonlySet<ChecksumAlgorithm>;
  /** Whether they were dropped and have not been looked at yet: where there is something to compare with, that begins by itself. */
  readonly dropped: boolean;
  readonly busy: boolean;
  /** By path. */
  readonly runs: ReadonlyMap<string, FileRun>;
}

export const useVerify = create<VerifyState>()(() => ({
  files: '',
  expected: '',
  also: new Set(),
  dropped: false,
  busy: false,
  runs: new Map(),
}));

let running: AbortController | null = null;

export const editVerify = (change: Partial<Pick<VerifyState, 'expected' | 'also'>>): void =>
  useVerify.setState({ ...change, dropped: false });

/** Other files: what was found out about those that are gone is gone. */
export function chooseFiles(files: string): void {
  cancelVerify();
  const paths = new Set(pathsIn(files));
  const { runs } = useVerify.getState();
  useVerify.setState({ files, dropped: false, runs: new Map([...runs].filter(([path]) => paths.has(path))) });
}

export function cancelVerify(): void {
  running?.abort();
  running = null;
  const { runs } = useVerify.getState();
  useVerify.setState({ busy: false, runs: new Map([...runs].filter(([, run]) => run.state !== 'hashing')) });
}

/** Where a file of the page is on the disk; empty where the page cannot know, as in a browser. */
function pathOf(file: File): string {
  const bridge = (globalThis as { readonly [bridgeName]?: Bridge })[bridgeName];
  return bridge?.pathForFile(file) ?? '';
}

/** Counts what is taken: lists are read in their own time, and the last that were brought are meant. */
let takes = 0;

/** Files beyond this are no lists of checksums. */
const largestList = 4 * 1024 * 1024;

/** Takes files that are chosen or dropped: lists of checksums for what they say, and without other files those that they name. */
export async function takeFiles(files: readonly File[]): Promise<void> {
  const take = ++takes;
  const lists = files.filter((file) => isChecksumFile(file.name) && file.size < largestList);
  const others = files.filter((file) => !lists.includes(file));
  const read = await Promise.all(lists.map(async (file) => ({ file, text: nameLines(file.name, await file.text()) })));
  if (take !== takes) return;
  const paths =
    others.length > 0
      ? others.map((file) => pathOf(file) || file.name)
      : read.flatMap(({ file, text }) => filesBeside(pathOf(file), parseChecksumList(text)));
  if (paths.length > 0) chooseFiles(paths.join('\n'));
  if (lists.length > 0) useVerify.setState({ expected: read.map(({ text }) => text).join('\n') });
  useVerify.setState({ dropped: paths.length > 0 });
}

export async function offerToVerify(files: readonly File[]): Promise<void> {
  // What was there is of other files.
  useVerify.setState({ expected: '' });
  await takeFiles(files);
  openDialog('verify');
}

/** One after another, in this order. */
export async function verify(inputs: readonly HashInput[]): Promise<void> {
  cancelVerify();
  const abort = new AbortController();
  running = abort;
  useVerify.setState({ dropped: false, busy: true, runs: new Map() });
  for (const input of inputs) {
    await hash(input, abort.signal);
    if (abort.signal.aborted) return;
  }
  useVerify.setState({ busy: false });
}

async function hash(input: HashInput, signal: AbortSignal): Promise<void> {
  const { client } = useConnection.getState();
  const note = (run: FileRun): void => {
    if (!signal.aborted) useVerify.setState(({ runs }) => ({ runs: new Map(runs).set(input.path, run) }));
  };
  note({ state: 'hashing', done: 0, size: null });
  try {
    if (!client) throw new Error(i18next.t('connection.unreachable'));
    for await (const word of await client.files.hash(input, { signal })) note(word);
  } catch (thrown) {
    note({ state: 'failed', ...reasonOf(thrown) });
  }
}
