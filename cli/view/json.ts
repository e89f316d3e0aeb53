/** Events for programs: one JSON object a line on standard output. Their fields are a public interface. */
import type { Item, Output, View } from './view.ts';

/** Progress of one download is told at most 10 times a second. */
const progressInterval = 100;

export function createJsonView(output: Output, now: () => number = () => performance.now()): View {
  const toldAt = new Map<string, number>();
  const emit = (event: object): void => output.stdout(JSON.stringify(event));

  return {
    added({ id, url }) {
      emit({ event: 'added', id, url });
    },
    changed({ id, progress }: Item) {
      const time = now();
      if (!progress || time - (toldAt.get(id) ?? -Infinity) < progressInterval) return;
      toldAt.set(id, time);
      const { received, size, speed, connections } = progress;
      const segments = progress.segments.map((segment) => ({ start: segment.start, end: segment.end, received: segment.received }));
      emit({ event: 'progress', id, received, size, speed: Math.round(speed), connections, segments });
    },
    notice({ id }, { code, message }) {
      emit({ event: 'notice', id, code, message });
    },
    completed({ id }, { path, size, sha256, checks, elapsed }) {
      emit({ event: 'completed', id, path, size, sha256, checks, elapsed_ms: Math.round(elapsed) });
    },
    failed({ id }, { code, message, retryable }, kept) {
      emit({ event: 'failed', id, code, message, retryable, kept });
    },
    line(text) {
      output.stderr(text);
    },
    close() {},
  };
}
