/** What a run does about an answer that it could not use. It changes what the download remembers of its server, and nothing else. */
import type { ErrorCode } from '../../contract/errors.ts';
import type { AnswerError } from '../http/answer-error.ts';
import type { RunMemory } from './memory.ts';

/**
 * - `again`: ask once more, in the way that the memory now says.
 * - `whole`: ask for the whole, because ranges keep failing.
 * - `restart`: what is here belongs to another file.
 * - `give up`: nothing in this run helps.
 */
export type Step = 'again' | 'whole' | 'restart' | 'give up';

/** Failures of ranges that say little about the whole: of one that has been begun, and of the very first. */
const hopeOnceBegun: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'AUTH_EXPIRED',
  'BUSY',
  'SERVER_ERROR',
  'REFUSED',
  'BAD_CONTENT',
  'PROTOCOL',
  'CONTENT_CHANGED',
  'CONNECTION_LOST',
  'STALLED',
  'TRUNCATED',
]);
const hopeAtFirst: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['FORBIDDEN', 'SERVER_ERROR', 'REFUSED']);
/** Answers that no other way of asking changes: not implemented, version not supported. */
const finalStatuses: ReadonlySet<unknown> = new Set([501, 505]);

/** Failures in a row before ranges are thought not to work: few where none ever has, and more where a pause may be all that is needed. */
const enoughTrouble = { neverWorked: 2, haveWorked: 5 };

/** @param begun whether bytes of the file are here. */
export function nextStep(error: AnswerError, memory: RunMemory, begun: boolean): Step {
  switch (error.remedy) {
    case 'doubt':
      if (isPresent(error, memory)) return 'restart';
      if (memory.conditional) memory.conditional = false;
      else if (memory.distrust) return 'restart';
      else {
        memory.distrust = true;
        memory.appetite.limit(1);
      }
      return 'again';
    case 'restart':
      return 'restart';
    case 'one-stream':
      if (memory.oneStream) return 'give up';
      memory.oneStream = true;
      return 'whole';
    case 'ask-again':
      if (memory.askedAgain) return tryTheWhole(error, memory, begun);
      memory.askedAgain = true;
      return 'again';
    case 'retry':
    case 'fewer':
    case 'fail':
      return tryTheWhole(error, memory, begun);
  }
}

/**
 * Whether the server has another version by now, rather than another one for each answer: then bytes that come the same where they are compared would prove
 * nothing of the others. A version that is missing says so only where this server has not been seen to tell it.
 */
function isPresent({ version }: AnswerError, { otherVersions, vouched }: RunMemory): boolean {
  if (version === null || (version === '' && vouched)) return false;
  if (otherVersions.has(version)) return true;
  otherVersions.add(version);
  return false;
}

/** Where ranges keep failing, the whole may still be had. What is here stays: the whole is laid over it. */
function tryTheWhole(error: AnswerError, memory: RunMemory, begun: boolean): Step {
  if (memory.oneStream) {
    if (memory.tentative) memory.oneStream = memory.tentative = false;
    return 'give up';
  }
  if (!(begun ? hopeOnceBegun : hopeAtFirst).has(error.code) || finalStatuses.has(error.details?.['status'])) return 'give up';
  memory.rangeTrouble++;
  if (error.remedy === 'retry' || error.remedy === 'fewer') {
    // What passes is worth a pause first; the next try then asks for the whole.
    const enough = memory.rangesWork ? enoughTrouble.haveWorked : enoughTrouble.neverWorked;
    memory.oneStream = memory.tentative = memory.rangeTrouble >= enough;
    return 'give up';
  }
  memory.oneStream = memory.tentative = true;
  return 'whole';
}
