/** The file that is being verified: which it is, what it should be, and how far its digests are. */
import { create } from 'zustand';
import type { ChecksumAlgorithm } from '../../contract/digest.ts';
import { errorCodes, type ErrorCode } from '../../contract/errors.ts';
import { bridgeName, type Bridge } from '../../contract/bridge.ts';
import { algorithmsFor, isChecksumFile, type Digests, type Expectation } from '../input/verdict.ts';
import { useConnection } from './connection.ts';
import { openDialog } from './view.ts';

type Run =
  | { readonly state: 'idle' }
  | { readonly state: 'hashing'; readonly done: number; readonly size: number | null }
  | { readonly state: 'done'; readonly path: string; readonly size: number; readonly digests: Digests }
  | { readonly state: 'failed'; readonly code: ErrorCode | null; readonly message: string };

interface VerifyState {
  readonly path: string;
  /** What is typed or was dropped with the file. */
  readonly expected: string;
  /** Digests that are wanted beside SHA-256. */
  readonly also: ReadonlySet<ChecksumAlgorithm>;
  /** Names of the files that were dropped beside it: one is verified at a time. */
  readonly leftOut: readonly string[];
  /** Whether it was dropped and has not been looked at yet: where there is something to compare with, that begins by itself. */
  readonly dropped: boolean;
  readonly run: Run;
}

export const useVerify = create<VerifyState>()(() => ({
  path: '',
  expected: '',
  also: new Set(),
  leftOut: [],
  dropped: false,
  run: { state: 'idle' },
}));

let running: AbortController | null = null;

export const editVerify = (change: Partial<Pick<VerifyState, 'expected' | 'also'>>): void =>
  useVerify.setState({ ...change, dropped: false });

/** Another file: what was found out about the one before is gone. */
export function chooseFile(path: string): void {
  cancelVerify();
  useVerify.setState({ path, leftOut: [], dropped: false, run: { state: 'idle' } });
}

export function cancelVerify(): void {
  running?.abort();
  running = null;
  const { run } = useVerify.getState();
  if (run.state === 'hashing') useVerify.setState({ run: { state: 'idle' } });
}

/** Where a file of the page is on the disk; empty where the page cannot know, as in a browser. */
export function pathOf(file: File): string {
  const bridge = (globalThis as { readonly [bridgeName]?: Bridge })[bridgeName];
  return bridge?.pathForFile(file) ?? '';
}

/** Opens the dialog with the files that were dropped: the first that is no list of checksums, and what the others say. */
export async function offerToVerify(files: readonly File[]): Promise<void> {
  const lists = files.filter((file) => isChecksumFile(file.name) && file.size < 4 * 1024 * 1024);
  const [target, ...others] = files.filter((file) => !lists.includes(file));
  const texts = await Promise.all(lists.map((file) => file.text()));
  if (target) chooseFile(pathOf(target) || target.name);
  useVerify.setState({ expected: texts.join('\n').trim(), leftOut: others.map(({ name }) => name), dropped: target !== undefined });
  openDialog('verify');
}

export async function verify(expectations: readonly Expectation[]): Promise<void> {
  cancelVerify();
  const abort = new AbortController();
  running = abort;
  const { path, also } = useVerify.getState();
  const { client } = useConnection.getState();
  useVerify.setState({ dropped: false, run: { state: 'hashing', done: 0, size: null } });
  try {
    if (!client) throw new Error('unreachable');
    const input = { path, algorithms: algorithmsFor(also, expectations) };
    for await (const word of await client.files.hash(input, { signal: abort.signal })) {
      if (abort.signal.aborted) return;
      useVerify.setState({ run: word.state === 'done' ? { ...word, path } : word });
    }
  } catch (thrown) {
    if (abort.signal.aborted) return;
    const code = errorCodes.find((known) => known === (thrown as { readonly code?: unknown } | null)?.code) ?? null;
    useVerify.setState({ run: { state: 'failed', code, message: thrown instanceof Error ? thrown.message : String(thrown) } });
  }
}
