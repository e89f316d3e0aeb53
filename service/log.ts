/**
 * The log: JSON lines to a file that rotates, short lines to the console, secrets out of both. The library is loaded on first
 * use, so that a command which logs nothing does not pay for it.
 */
import { basename, dirname } from 'node:path';
import { makeFolder } from '../engine/disk/make-folder.ts';
import { redact, redactText } from './redact.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type Log = (level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>) => void;

export interface LogOptions {
  /** Where the lines go; null writes no file. */
  readonly file?: string | null;
  readonly fileLevel?: LogLevel;
  /** Where people see them: standard error, as a rule, for standard output belongs to results. */
  readonly console?: NodeJS.WritableStream | null;
  readonly consoleLevel?: LogLevel;
}

export interface OpenLog {
  readonly log: Log;
  /** Resolves when every line is in the file. */
  readonly close: () => Promise<void>;
}

/** For those who want no log. */
export const silent: Log = () => {};

export async function openLog({ file = null, fileLevel = 'info', console = null, consoleLevel = 'warn' }: LogOptions): Promise<OpenLog> {
  const [{ default: pino }, { createStream }] = await Promise.all([import('pino'), import('rotating-file-stream')]);

  const streams: { level: LogLevel; stream: { write(line: string): unknown } }[] = [];
  if (console) streams.push({ level: consoleLevel, stream: { write: (line) => console.write(readable(line)) } });

  let rotating: ReturnType<typeof createStream> | null = null;
  if (file) {
    makeFolder(dirname(file), 0o700);
    rotating = createStream(basename(file), { path: dirname(file), size: '10M', maxFiles: 5, mode: 0o600 });
    // A full disk must not end the downloads for want of a log.
    rotating.on('error', () => {});
    streams.push({ level: fileLevel, stream: rotating });
  }

  const logger = pino({ level: 'debug', base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.multistream(streams));
  return {
    log: (level, message, facts) => logger[level](redact(facts ?? {}), redactText(message)),
    close: () => new Promise((resolve) => (rotating ? rotating.end(() => resolve()) : resolve())),
  };
}

const levelNames: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warning', 50: 'error' };

/** One line for people, from one line for machines. */
function readable(line: string): string {
  const { level, time: _time, msg, ...facts } = JSON.parse(line) as { level: number; time: string; msg: string };
  const tail = Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : '';
  return `${levelNames[level] ?? level}: ${msg}${tail}\n`;
}
