/** The parts that fault cases are put together from: which request meets the fault, and what the fault is. */
import { honestAnswer, type Answer } from '../hostile/answer.ts';
import { trickle } from '../hostile/delivery.ts';
import type { HostileRequest } from '../hostile/request.ts';
import type { Handler } from '../hostile/server.ts';
import type { Delivery } from '../hostile/wire.ts';
import type { Stage } from './stage.ts';

export type Which = (request: HostileRequest) => boolean;

export const every: Which = () => true;

/** The first request of all, whose answer tells the program what the file is. */
export const first: Which = ({ ordinal }) => ordinal === 0;

export const ranged: Which = ({ range }) => range !== null;

/** A request for a part that does not begin the file: another connection's segment, or a resumed one. */
export const later: Which = ({ range }) => range !== null && range.start > 0;

/** The first `count` of those. */
export function times(count: number, which: Which): Which {
  let left = count;
  return (request) => {
    if (left === 0 || !which(request)) return false;
    left -= 1;
    return true;
  };
}

export const once = (which: Which): Which => times(1, which);

/** Requests of the runs after the first. */
export const resumed =
  (stage: Stage, which: Which = every): Which =>
  (request) =>
    stage.session > 0 && which(request);

/** Requests that come when the server has already sent so much. */
export const afterBytes =
  (stage: Stage, bytes: number): Which =>
  () =>
    stage.server.flow.sent >= bytes;

/** Honest, but for the requests that meet the fault. The case fails when none does. */
export function spoil(stage: Stage, which: Which, fault: Handler): Handler {
  const hazard = { met: false };
  stage.hazards.push(hazard);
  return (request, wire) => {
    if (!which(request)) return wire.send(honestAnswer(stage.file, request));
    hazard.met = true;
    return fault(request, wire);
  };
}

/** The right answer with its fields, status or body changed. */
export const lie =
  (stage: Stage, change: (answer: Answer, request: HostileRequest) => Answer | void): Handler =>
  (request, wire) => {
    const answer = honestAnswer(stage.file, request);
    return wire.send(change(answer, request) ?? answer);
  };

/** The right answer, delivered badly; its head may be changed as well. */
export const deliver =
  (stage: Stage, delivery: Delivery, change: (answer: Answer) => void = () => undefined): Handler =>
  (request, wire) => {
    const answer = honestAnswer(stage.file, request);
    change(answer);
    return wire.send(answer, delivery);
  };

/** Always the same answer. */
export const say =
  (answer: Answer): Handler =>
  (_request, wire) =>
    wire.send(answer);

/** Answers as a server does that has never heard of ranges. */
export const withoutRanges =
  (stage: Stage, change: (answer: Answer) => void = () => undefined, delivery?: Delivery): Handler =>
  (request, wire) => {
    const answer = honestAnswer(stage.file, { ...request, range: null }).set('Accept-Ranges', null);
    change(answer);
    return wire.send(answer, delivery);
  };

/** Keeps the honest answers slow enough for several connections to be open together. */
export const unlessBusy = (stage: Stage, limit: number, refuse: Handler): Handler =>
  spoil(
    stage,
    () => true,
    (request, wire) =>
      stage.server.open > limit && request.ordinal > 0
        ? refuse(request, wire)
        : wire.send(honestAnswer(stage.file, request), trickle(64 * 1024, 20)),
  );

/** Ends a run in its middle, lets something happen, and runs the same command again. */
export async function resume(stage: Stage, meanwhile: (stage: Stage) => void = () => undefined): Promise<void> {
  await stage.interrupt(900_000);
  meanwhile(stage);
  await stage.run();
}
