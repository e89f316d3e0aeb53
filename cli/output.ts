/** Standard output and standard error, whose readers may go away at any time: the downloads go on without them. */
import type { Output } from './view/view.ts';

export function openOutput(): Output & { flush(): Promise<void> } {
  for (const stream of [process.stdout, process.stderr]) {
    // EPIPE of a closed pipe, EIO of a terminal that is gone.
    stream.on('error', () => {});
  }
  const write = (stream: NodeJS.WriteStream, line: string): void => {
    if (stream.writable) stream.write(`${line}\n`);
  };
  const drain = (stream: NodeJS.WriteStream): Promise<void> =>
    new Promise((resolve) => {
      if (stream.writable) stream.write('', () => resolve());
      else resolve();
    });
  return {
    stdout: (line) => write(process.stdout, line),
    stderr: (line) => write(process.stderr, line),
    async flush() {
      await Promise.all([drain(process.stdout), drain(process.stderr)]);
    },
  };
}
