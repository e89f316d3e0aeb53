/** Segments told of together. No schema library here: the window and the transfer thread need none for them. */
import type { Segment } from './download.ts';

/** Two neighbours told of as one; of a stretch that is partly here, only how much is. */
export const joinSegments = (last: Segment, next: Segment): Segment => ({
  start: last.start,
  end: next.end,
  received: last.received + next.received,
  speed: last.speed,
  state: last.state === next.state ? next.state : 'missing',
  tries: Math.max(last.tries, next.tries),
  ...(last.source !== undefined && last.source === next.source && { source: last.source }),
});
