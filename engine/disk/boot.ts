import os from 'node:os';
import { fs } from '../fs.ts';

let known: string | undefined;

/**
 * Names this boot of this machine: what the kernel had in memory in an earlier boot is gone. Where the system gives no name, a
 * random one stands for this process alone, which only makes a crash cost more.
 */
export function bootId(): string {
  known ??= readBootId();
  return known;
}

function readBootId(): string {
  try {
    return fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return `${os.hostname()}-${process.pid}-${Math.random().toString(36).slice(2)}`;
  }
}
