/**
 * The first request of a run. It asks for the first range that is missing, so that its body already is the first segment, and its head teaches what
 * the file is: its size, its validators, its name, and whether ranges work at all.
 */
import type { PartialState } from '../disk/partial.ts';
import type { Validators } from '../disk/journal.ts';
import { gapsIn, lengthBefore } from '../extents.ts';
import { AnswerError } from '../http/answer-error.ts';
import { exchange, type Exchange } from '../http/exchange.ts';
import { encodingsOf } from '../http/codings.ts';
import { endsWithConnection, judge, type Acceptance } from '../http/judge.ts';
import type { Head } from '../http/head.ts';
import type { HttpSession } from '../http/session.ts';
import { compareValidators, ifRangeOf, validatorsOf, type Sameness } from '../http/validators.ts';
import type { RunMemory, Told } from './memory.ts';

/** Bytes asked for at first: enough to be worth a request, few enough that little is thrown away when the rest is shared out. */
const firstPiece = { splits: 4, least: 256 * 1024, most: 4 * 1024 * 1024 };
const seamLength = 64 * 1024;

export interface Probe {
  readonly answer: Exchange;
  readonly accepted: Acceptance;
  readonly size: number | null;
  /** Whether the answer was a range, so that more of them can be asked for. */
  readonly ranges: boolean;
  readonly validators: Validators;
  readonly contentType: string | null;
  /** How many bytes before the first missing one come first, to be compared. */
  readonly seam: number;
  /** Nothing but the end of the connection will tell how long the file is, and any cut may look like that. */
  readonly silent: boolean;
}

/** How ranges of this file are asked for, given what vouches for it. */
export interface RangePolicy {
  readonly ifRange: string | null;
  readonly seamsProve: boolean;
}

export function rangePolicy(validators: Validators, memory: RunMemory): RangePolicy {
  const strong = ifRangeOf(validators);
  return { ifRange: memory.conditional ? strong : null, seamsProve: memory.distrust || strong === null };
}

/**
 * @param state what an earlier run left; null when there is none.
 * @throws AnswerError with the remedy; `restart` also when nothing could prove that the rest belongs to what is here.
 */
export async function probe(session: HttpSession, memory: RunMemory, state: PartialState | null, signal: AbortSignal): Promise<Probe> {
  const known =
    state !== null && state.size !== null && state.extents.length > 0
      ? { size: state.size, validators: state.validators, contentType: state.contentType }
      : null;
  const policy = known ? rangePolicy(known.validators, memory) : null;
  const [gapStart, gapEnd] = (known && gapsIn(state?.extents ?? [], known.size)[0]) ?? [0, Number.POSITIVE_INFINITY];
  const seam = policy?.seamsProve ? lengthBefore(state?.extents ?? [], gapStart, seamLength) : 0;
  // Where bytes of several sources are, a digest is asked in the end, and what this answer says of itself need not prove anything.
  const proven = seam > 0 || state?.mixed === true;
  if (policy?.seamsProve && !proven && !memory.oneStream) {
    throw new AnswerError('restart', 'CONTENT_CHANGED', 'Nothing proves that the file on the server still is the one that was begun');
  }
  const range = memory.oneStream
    ? null
    : { start: gapStart - seam, end: Math.min(gapEnd, gapStart + firstLength(session.request.minSplitSize)) };
  const ifRange = policy?.ifRange ?? null;

  const url = new URL(session.request.url);
  let answer = await exchange(session, url, { range, ifRange }, signal);
  if (answer.head.status === 200 && answer.url.protocol === 'https:' && endsWithConnection(answer.head)) {
    answer.close();
    answer = await exchange(session, url, { range, ifRange, proveEnd: true }, signal);
  }
  try {
    const { clock } = session;
    const progressed = known !== null;
    const compared = proven && (policy?.seamsProve ?? false);
    const judged = judge(answer.head, { range, conditional: ifRange !== null, known, progressed, compared, wallTime: clock.wallTime() });
    const validators = validatorsOf(answer.head);
    const told = stillTold(memory.told ?? (known && { ...known, exact: true }), validators);
    const silent = isSilent(judged, answer.head);
    const accepted = silent && told?.exact && told.sameness === 'same' ? { ...judged, end: told.size, size: told.size } : judged;
    const { size } = accepted;
    memory.told = size === null ? told : { size, validators, exact: true };
    if (accepted.kind === 'part' && size === null)
      throw new AnswerError('one-stream', 'PROTOCOL', 'The server does not say how long the file is');
    return {
      answer,
      accepted,
      size,
      ranges: accepted.kind === 'part',
      validators,
      contentType: answer.head.get('content-type'),
      seam,
      silent: silent && size === null,
    };
  } catch (error) {
    answer.close();
    throw error;
  }
}

/** Whether nothing in the answer tells where the file ends. */
const isSilent = ({ size }: Acceptance, head: Head): boolean => size === null && endsWithConnection(head) && encodingsOf(head).length === 0;

/** What has been told of the version that an answer is of, unless that is another one for certain. */
function stillTold(told: Told | null, validators: Validators): (Told & { readonly sameness: Sameness }) | null {
  const sameness = told ? compareValidators(told.validators, validators) : 'different';
  return told && sameness !== 'different' ? { ...told, sameness } : null;
}

const firstLength = (minSplit: number): number => Math.max(firstPiece.least, Math.min(firstPiece.most, firstPiece.splits * minSplit));

/** A resumable download that holds every byte needs no server any more. */
export const holdsAll = (state: PartialState): boolean =>
  state.size !== null && gapsIn(state.extents, state.size).length === 0 && state.extents.length > 0;
