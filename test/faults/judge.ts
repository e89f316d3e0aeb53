/** Whether a run of a case was right. The rules at the top hold for every case; the rest is what the case itself expects. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorCodes, exitCodeOf, type ErrorCode } from '../../contract/errors.ts';
import type { FaultCase } from './case.ts';
import type { CommandEvent, Run } from './program.ts';
import type { Stage } from './stage.ts';

export interface Verdict {
  /** A few words for the table. */
  readonly outcome: string;
  /** What was wrong; nothing when it was right. */
  readonly complaints: readonly string[];
  /** The worst that can happen, where it did. */
  readonly grave: Grave | null;
}

export type Grave = 'wrong file' | 'leak' | 'hang';

export async function judge(faultCase: FaultCase, stage: Stage): Promise<Verdict> {
  const complaints = [
    ...stageFaults(stage),
    ...stage.runs.flatMap((run) => [...wellSpoken(run)]),
    ...secretsKept(stage),
    ...wellEnded(faultCase, stage),
    ...asExpected(faultCase, stage),
  ];
  for await (const complaint of faultCase.check?.(stage) ?? []) complaints.push(complaint);
  return { outcome: outcomeOf(stage.lastRun), complaints, grave: gravest(stage, complaints) };
}

function gravest(stage: Stage, complaints: readonly string[]): Grave | null {
  if (complaints.some((complaint) => complaint.startsWith(wrongFile))) return 'wrong file';
  if ([...leaks(stage)].length > 0) return 'leak';
  return stage.runs.some(({ hung }) => hung) ? 'hang' : null;
}

const wrongFile = 'WRONG FILE called complete';

export const permittedExits = ({ expect }: FaultCase): readonly number[] => (typeof expect.exit === 'number' ? [expect.exit] : expect.exit);

const isPartial = (name: string): boolean => /\.part(\.|$)/.test(name);

/** A case whose fault was never met, or whose server broke by itself, proves nothing. */
export function* stageFaults(stage: Stage): Iterable<string> {
  for (const server of stage.servers) for (const fault of server.faults) yield `the server itself failed: ${String(fault)}`;
  if (stage.hazards.some((hazard) => !hazard.met)) yield 'no request ever met the fault';
}

/** The public form of `--json`: one object a line, `added` first, one end for each download. */
function* wellSpoken(run: Run): Iterable<string> {
  if (run.hung) yield 'hung';
  if (!run.heard) return;
  for (const stray of run.strays) yield `not JSON on standard output: ${stray.slice(0, 80)}`;
  const ids = new Set(run.events.map(({ id }) => id));
  for (const id of ids) {
    const events = run.events.filter((event) => event.id === id);
    if (events[0]?.event !== 'added') yield `the first event of ${id} is ${events[0]?.event}`;
    const ends = events.filter(isEnd).length;
    const interrupted = run.signal !== null || (run.exit ?? 0) > 128;
    if (ends > 1 || (ends === 0 && !interrupted)) yield `${id} ended ${ends} times`;
    if (ends === 1 && !isEnd(events.at(-1) as CommandEvent)) yield `${id} went on after its end`;
  }
  for (const event of run.events) yield* tiled(event);
}

const isEnd = ({ event }: CommandEvent): boolean => event === 'completed' || event === 'failed';

/** The segments of a progress event tile the file: none overlaps another and none holds more than its range. */
function* tiled({ segments }: CommandEvent): Iterable<string> {
  let end = 0;
  for (const segment of segments ?? []) {
    if (segment.start !== end) yield `a segment starts at ${segment.start} where the one before ended at ${end}`;
    if (segment.received < 0 || segment.received > segment.end - segment.start) {
      yield `a segment of ${segment.end - segment.start} bytes has received ${segment.received}`;
    }
    ({ end } = segment);
  }
}

function* secretsKept(stage: Stage): Iterable<string> {
  for (const secret of stage.secrets) {
    for (const { stdout, stderr } of stage.runs) {
      if (stdout.includes(secret) || stderr.includes(secret)) yield `the output tells the secret ${secret}`;
    }
    for (const file of filesBelow(stage.root)) {
      if (readFileSync(file).includes(secret)) yield `${path.relative(stage.root, file)} holds the secret ${secret}`;
    }
  }
  yield* leaks(stage);
}

/** Secrets that reached a server they were not meant for. */
export function* leaks(stage: Stage): Iterable<string> {
  for (const stranger of stage.strangers) {
    for (const request of stranger.requests) {
      const told = [request.target, ...request.headers.values()].join('\n');
      for (const secret of stage.secrets) {
        if (told.includes(secret) || told.includes(Buffer.from(secret).toString('base64'))) yield `a stranger was told ${secret}`;
      }
    }
  }
}

/** What can never happen, whatever the case: a wrong file called complete, a file half there, a file elsewhere. */
function* wellEnded(faultCase: FaultCase, stage: Stage): Iterable<string> {
  const run = stage.lastRun;
  for (const name of stage.escaped()) yield `${name} appeared outside the folder`;

  const published = new Set(
    stage.runs.flatMap(({ events }) => events.flatMap(({ path: file }) => (file === undefined ? [] : [path.basename(file)]))),
  );
  for (const event of run.events.filter(({ event: kind }) => kind === 'completed')) {
    const file = event.path ?? '';
    yield* rightFile(event, file, stage);
  }
  const failures = run.events.filter(({ event }) => event === 'failed');
  for (const failure of failures) {
    if (!errorCodes.includes(failure.code as ErrorCode)) yield `${failure.code} is no error code`;
    if (!failure.message) yield 'a failure without a message';
  }

  const now = stage.contents();
  for (const [name, bytes] of now) {
    const earlier = stage.before.get(name);
    if (isPartial(name) || published.has(name)) continue;
    if (earlier === undefined) yield `${name} appeared under a final name`;
    else if (!earlier.equals(bytes)) yield `${name} was changed`;
  }
  for (const name of stage.before.keys()) if (!isPartial(name) && !now.has(name)) yield `${name} was lost`;

  const left = [...now.keys()].filter((name) => isPartial(name) && !faultCase.expect.leaves?.includes(name));
  if (run.exit === 0 && left.length > 0) yield `left behind: ${left.join(', ')}`;
  if (failures.length === 1 && faultCase.expect.partial !== undefined && failures[0]?.kept !== left.length > 0) {
    yield `it says kept: ${failures[0]?.kept}, and there is ${left.join(', ') || 'no partial'}`;
  }
}

function* rightFile(event: CommandEvent, file: string, stage: Stage): Iterable<string> {
  if (path.dirname(file) !== realpathSync(stage.folder)) yield `completed outside the folder: ${file}`;
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) {
    yield `completed, and ${file} is no file`;
    return;
  }
  const bytes = readFileSync(file);
  const truths = stage.truths ?? [stage.file.bytes];
  if (!truths.some((truth) => truth.equals(bytes))) yield `${wrongFile}: ${bytes.length} bytes, ${firstDifference(bytes, truths[0])}`;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (typeof event.sha256 === 'string' && event.sha256 !== sha256) yield 'the digest told is not the file’s';
  if (event.size !== bytes.length) yield `the size told is ${event.size}, not ${bytes.length}`;
}

function firstDifference(bytes: Buffer, truth: Buffer | undefined): string {
  const at = truth ? bytes.findIndex((byte, index) => byte !== truth[index]) : 0;
  return at < 0 ? 'a prefix of the right one' : `first different at ${at}`;
}

function* asExpected(faultCase: FaultCase, stage: Stage): Iterable<string> {
  const { expect } = faultCase;
  const run = stage.lastRun;
  const exits = permittedExits(faultCase);
  if (run.exit === null || !exits.includes(run.exit)) yield `exit ${run.exit ?? run.signal}, expected ${exits.join(' or ')}`;

  const failures = run.events.filter(({ event }) => event === 'failed').map(({ code }) => code as ErrorCode);
  const first = failures[0];
  if (first !== undefined) {
    if (expect.codes && !expect.codes.includes(first)) yield `${first}, expected ${expect.codes.join(' or ')}`;
    if (exitCodeOf(first) !== run.exit) yield `${first} must exit ${exitCodeOf(first)}, not ${run.exit}`;
  }

  const left = [...stage.contents().keys()].filter(isPartial);
  if (run.exit !== 0 && expect.partial === 'kept' && left.length === 0) yield 'the partial is gone';
  if (run.exit !== 0 && expect.partial === 'gone' && left.length > 0) yield `not cleaned up: ${left.join(', ')}`;

  if (expect.name !== undefined && run.exit === 0) {
    const names = run.events.flatMap(({ event, path: file }) => (event === 'completed' && file ? [path.basename(file)] : []));
    if (!names.includes(expect.name)) yield `named ${names.join(', ')}, expected ${expect.name}`;
  }

  const notices = new Set(run.events.filter(({ event }) => event === 'notice').map(({ code }) => code));
  for (const code of expect.notices ?? []) if (!notices.has(code)) yield `no notice ${code}`;
  for (const code of expect.without ?? []) if (notices.has(code)) yield `an unwanted notice ${code}`;
  if (expect.within !== undefined && run.elapsed > expect.within) yield `took ${Math.round(run.elapsed)} ms of ${expect.within}`;
}

function outcomeOf(run: Run): string {
  if (run.hung) return 'hung';
  const failures = run.events.filter(({ event }) => event === 'failed').map(({ code }) => code);
  return [`exit ${run.exit ?? run.signal}`, ...new Set(failures)].join(' ');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && statSync(path.join(entry.parentPath, entry.name)).size < 1024 * 1024)
    .map((entry) => path.join(entry.parentPath, entry.name));
}
