/** The command's log: to a file, to standard error, or nowhere, in which case nothing is loaded for it. */
import { Writable } from 'node:stream';
import type { EngineEvent } from '../service/headless.ts';
import type { Log, LogLevel, OpenLog } from '../service/log.ts';
import type { RunOptions } from './options.ts';
import { UsageError } from './values.ts';

export type { Log } from '../service/log.ts';

/** What became of a download, but for its progress, which would drown the rest. */
export function logEvent(log: Log, event: EngineEvent): void {
  const { id } = event;
  if (event.type === 'resource') {
    const { path, size, resumable, finalUrl, validator, contentType } = event.resource;
    log('info', 'the server has it', { id, path, size, resumable, finalUrl, validator, contentType });
  } else if (event.type === 'notice') {
    log('info', event.notice.message, { id, code: event.notice.code });
  } else if (event.type === 'state') {
    const { status, ...facts } = event.state;
    log(status === 'failed' ? 'error' : 'info', status, { id, ...facts });
  }
}

const verboseLevel: LogLevel = 'debug';

/** Throws UsageError when the log's folder cannot be made. */
export async function openCommandLog({ log: file, verbose }: RunOptions, print: (line: string) => void): Promise<OpenLog | null> {
  if (!file && !verbose) return null;
  const { openLog } = await import('../service/log.ts');
  const console = new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      print(line.trimEnd());
      done();
    },
  });
  try {
    return await openLog({ file, fileLevel: verboseLevel, console: verbose ? console : null, consoleLevel: verboseLevel });
  } catch (error) {
    throw new UsageError(`--log cannot be written: ${(error as Error).message}`);
  }
}
