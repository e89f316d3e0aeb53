/**
 * An address that swallows connections: its queue is full and nobody takes from it, so that the system drops every further SYN, as a
 * dead host or a silent firewall does.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { fileURLToPath } from 'node:url';

export interface BlackHole {
  readonly port: number;
  close(): void;
}

/** Fills the queue before it resolves: the next connection already hangs. `port` 0 takes a free one. */
export async function openBlackHole(host: string, port = 0): Promise<BlackHole> {
  const listener = fork(fileURLToPath(new URL('black-hole-listener.ts', import.meta.url)), [host, String(port)]);
  const [taken] = (await once(listener, 'message')) as [number];
  const fillers = Array.from({ length: 4 }, () => net.connect({ host, port: taken }).on('error', () => undefined));
  await once(fillers[0] as net.Socket, 'connect');
  return {
    port: taken,
    close: () => {
      for (const filler of fillers) filler.destroy();
      listener.kill('SIGKILL');
    },
  };
}
