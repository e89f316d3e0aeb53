/** The systems' own commands that put a computer to rest. No shell in between, and nothing in them comes from outside. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Ending } from '../contract/desktop.ts';
import { DownloadError } from '../contract/errors.ts';

type Rest = Exclude<Ending, 'quit'>;
type Command = readonly [program: string, ...args: string[]];

/** Each in several ways, tried until one works. */
const commands: Readonly<Partial<Record<NodeJS.Platform, Readonly<Partial<Record<Rest, readonly Command[]>>>>>> = {
  linux: {
    sleep: [
      ['systemctl', 'suspend'],
      ['loginctl', 'suspend'],
    ],
    hibernate: [
      ['systemctl', 'hibernate'],
      ['loginctl', 'hibernate'],
    ],
    shutdown: [
      ['systemctl', 'poweroff'],
      ['loginctl', 'poweroff'],
    ],
  },
  // A Mac decides by itself when sleep goes over into hibernation.
  darwin: {
    sleep: [['pmset', 'sleepnow']],
    shutdown: [['osascript', '-e', 'tell application "System Events" to shut down']],
  },
  win32: {
    sleep: [['rundll32.exe', 'powrprof.dll,SetSuspendState', '0,1,0']],
    hibernate: [['shutdown.exe', '/h']],
    shutdown: [['shutdown.exe', '/s', '/t', '0']],
  },
};

export const endingsOn = (platform: NodeJS.Platform): Ending[] => ['quit', ...(Object.keys(commands[platform] ?? {}) as Rest[])];

/** Long enough for a system that asks somebody first. */
const patience = 60_000;

type Run = (program: string, args: readonly string[]) => Promise<unknown>;

const runProgram: Run = (program, args) => promisify(execFile)(program, args, { timeout: patience, windowsHide: true });

/** Resolves when the system has taken it on. @throws INTERNAL with the system's own words when it refuses. */
export async function rest(ending: Rest, platform: NodeJS.Platform = process.platform, run: Run = runProgram): Promise<void> {
  let refusal: unknown = new Error('there is no command for it here');
  for (const [program, ...args] of commands[platform]?.[ending] ?? []) {
    try {
      await run(program, args);
      return;
    } catch (error) {
      refusal = error;
    }
  }
  const { stderr, message } = refusal as Error & { stderr?: string };
  throw new DownloadError('INTERNAL', stderr?.trim() || message, { cause: refusal });
}
