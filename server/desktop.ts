/** Opens files and folders with the system's own programs, where there is a desktop beside the server. */
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { DownloadError } from '../contract/errors.ts';
import type { DesktopActions } from '../service/api.ts';
import { isExecutable } from '../service/executable.ts';

export const desktop: DesktopActions = {
  async openPath(path) {
    // A page in a browser cannot ask as a dialog of the system does: a program is shown instead of run.
    if (await isExecutable(path)) return showInFolder(path);
    await run(opener(path));
  },
  showInFolder,
};

async function showInFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return run(['explorer.exe', `/select,${path}`]);
  if (process.platform === 'darwin') return run(['open', '-R', path]);
  await run(opener(dirname(path)));
}

function opener(path: string): readonly [program: string, ...args: string[]] {
  if (process.platform === 'win32') return ['explorer.exe', path];
  return [process.platform === 'darwin' ? 'open' : 'xdg-open', path];
}

/** No shell in between: a name is never read as anything but a name. Resolves when the program has started. */
async function run([program, ...args]: readonly [string, ...string[]]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.once('spawn', resolve);
  child.once('error', (cause) =>
    reject(new DownloadError('INTERNAL', `There is no program here to open it with (${program}).`, { cause })),
  );
  child.unref();
  await promise;
}
