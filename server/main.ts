/**
 * Rangefinder without its own window: the same service, the same page, in any browser of this machine. Prints one line with the
 * address, and runs until it is told to end.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DownloadError } from '../contract/errors.ts';
import { createService } from '../service/index.ts';
import { openLog } from '../service/log.ts';
import { pageFolder } from '../service/page.ts';
import { desktop } from './desktop.ts';
import { dataFolder, downloadsFolder } from './folders.ts';
import { startServer } from './server.ts';

const usage = `Usage: server [options]
  --port <n>            listen on this port of 127.0.0.1 (any that is free)
  --data <folder>       where the list, the settings and the logs are kept
  --downloads <folder>  where files go, unless the settings say otherwise`;

/** What is not done by then is left to the journals, which are made for that. */
const closingTime = 5000;

async function main(): Promise<void> {
  const options = readOptions();
  const { log, close: closeLog } = await openLog({ file: join(options.data, 'logs', 'rangefinder.log'), console: process.stderr });
  const service = createService({
    databasePath: join(options.data, 'rangefinder.db'),
    downloadsFolder: options.downloads,
    run: 'thread',
    version: readVersion(),
    shell: 'browser',
    desktop,
    log,
  });

  const token = randomBytes(32).toString('base64url');
  const tokenFile = join(options.data, 'token');
  const server = await startServer({ router: service.router, page: pageFolder, token, port: options.port, log });
  // Removed first: a mode is only given to a file that is new.
  rmSync(tokenFile, { force: true });
  writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
  log('info', 'the server listens', { data: options.data });

  let ending = false;
  const end = async (): Promise<void> => {
    // A terminal sends Ctrl-C to this process and to the one that started it, which passes it on: both are one request.
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), closingTime).unref();
    rmSync(tokenFile, { force: true });
    await server.close();
    await service.close();
    await closeLog();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());

  // Last: whoever reads this line may end the program at once.
  console.log(`Rangefinder is at ${server.address}`);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string', default: '0' }, data: { type: 'string' }, downloads: { type: 'string' } },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`${values.port} is no port`);
    return { port, data: resolve(values.data ?? dataFolder()), downloads: resolve(values.downloads ?? downloadsFolder()) };
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exit(2);
  }
}

/** The package's description lies one folder up, both of the sources and of what is built from them. */
function readVersion(): string {
  const description = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as { version: string };
  return description.version;
}

main().catch((error: unknown) => {
  console.error(error instanceof DownloadError ? error.message : error);
  process.exit(1);
});
