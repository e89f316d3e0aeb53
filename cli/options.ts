/** The command line, as data. */
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { Checksum, ConflictPolicy, Connections } from '../contract/download.ts';
import {
  parseChecksum,
  parseChoice,
  parseConnections,
  parseCount,
  parseCredentials,
  parseHeader,
  parseHeaderValue,
  parseLinks,
  parseSeconds,
  parseSize,
  UsageError,
} from './values.ts';

/** What each download of the command is asked for. Bytes and milliseconds. */
interface TransferOptions {
  /** Absolute. */
  readonly folder: string;
  readonly name: string | null;
  readonly connections: Connections;
  readonly minSplitSize: number;
  readonly connectTimeout: number;
  readonly idleTimeout: number;
  readonly retries: number;
  readonly retryWait: number;
  readonly checksums: readonly Checksum[];
  readonly findChecksums: 'off' | 'headers' | 'everywhere';
  readonly headers: readonly (readonly [string, string])[];
  readonly userAgent: string;
  readonly referer: string | null;
  readonly cookie: string | null;
  readonly credentials: { readonly user: string; readonly password: string } | null;
  readonly onConflict: ConflictPolicy;
  readonly sha256: boolean;
  readonly resume: boolean;
  /** `name`: goes on with the unfinished file of that name, whatever link it was begun from. */
  readonly partialOf: 'link' | 'name';
  readonly insecure: boolean;
}

export interface RunOptions {
  readonly urls: readonly string[];
  /** Other links to the one file. */
  readonly mirrors: readonly string[];
  /** Where more URLs are; `-` is standard input. */
  readonly inputFile: string | null;
  readonly transfer: TransferOptions;
  /** Bytes a second over the whole command; 0 is no limit. */
  readonly limitRate: number;
  /** Files that are fetched at the same time. */
  readonly atOnce: number;
  /** Connections to one host, over all of them; one file may have as many as it is allowed. */
  readonly perHost: number;
  readonly caCertificate: string | null;
  readonly log: string | null;
  /** Where the integrity report goes. */
  readonly report: string | null;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
}

export type Command = { readonly kind: 'help' } | { readonly kind: 'version' } | { readonly kind: 'run'; readonly options: RunOptions };

const config = {
  connections: { type: 'string', short: 'n' },
  number_of_threads: { type: 'string' },
  name: { type: 'string', short: 'o' },
  dir: { type: 'string', short: 'd' },
  'min-split-size': { type: 'string' },
  'connect-timeout': { type: 'string' },
  timeout: { type: 'string' },
  retries: { type: 'string' },
  'retry-wait': { type: 'string' },
  mirror: { type: 'string', multiple: true },
  checksum: { type: 'string', multiple: true },
  'limit-rate': { type: 'string' },
  'at-once': { type: 'string', short: 'j' },
  'per-host': { type: 'string' },
  header: { type: 'string', multiple: true },
  'user-agent': { type: 'string' },
  referer: { type: 'string' },
  cookie: { type: 'string' },
  user: { type: 'string' },
  'on-conflict': { type: 'string' },
  'ca-certificate': { type: 'string' },
  insecure: { type: 'boolean' },
  'no-sha256': { type: 'boolean' },
  'no-resume': { type: 'boolean' },
  refresh: { type: 'boolean' },
  'input-file': { type: 'string' },
  log: { type: 'string' },
  report: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  verbose: { type: 'boolean', short: 'v' },
  json: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig;

/** Throws UsageError. */
export function parseCommand(args: readonly string[], { version, cwd }: { version: string; cwd: string }): Command {
  const { values, positionals } = readArguments(args);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };

  const inputFile = optionalText('--input-file', values['input-file']);
  if (positionals.length === 0 && inputFile === null) throw new UsageError('no URL was given');

  return {
    kind: 'run',
    options: {
      urls: positionals,
      mirrors: parseLinks('--mirror', values.mirror ?? []),
      inputFile,
      transfer: {
        ...readTarget(values.name, values.dir, cwd),
        ...readRequest(values, version),
        connections: readConnections(values),
        minSplitSize: parseSize('--min-split-size', values['min-split-size'] ?? '1M', { min: 1 }),
        connectTimeout: parseSeconds('--connect-timeout', values['connect-timeout'] ?? '15', { min: 1 }),
        idleTimeout: parseSeconds('--timeout', values.timeout ?? '30', { min: 1 }),
        retries: parseCount('--retries', values.retries ?? '10', { min: 0, max: 1_000_000 }),
        retryWait: parseSeconds('--retry-wait', values['retry-wait'] ?? '1', { min: 0 }),
        ...readChecksums(values.checksum ?? []),
        onConflict: parseChoice('--on-conflict', values['on-conflict'] ?? 'rename', ['rename', 'overwrite', 'skip', 'fail']),
        sha256: !values['no-sha256'],
        ...readResumption(values),
        insecure: values.insecure ?? false,
      },
      limitRate: parseSize('--limit-rate', values['limit-rate'] ?? '0', { min: 0 }),
      atOnce: parseCount('--at-once', values['at-once'] ?? '5', { min: 1, max: 1000 }),
      perHost: parseCount('--per-host', values['per-host'] ?? '32', { min: 1, max: 10_000 }),
      caCertificate: optionalText('--ca-certificate', values['ca-certificate']),
      log: optionalText('--log', values.log),
      report: optionalText('--report', values.report),
      quiet: values.quiet ?? false,
      verbose: values.verbose ?? false,
      json: values.json ?? false,
    },
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: config, allowPositionals: true });
  } catch (error) {
    // The rest of the message explains itself over several lines; the first sentence says what is wrong.
    const [sentence = ''] = (error as Error).message.split(/\.\s/);
    throw new UsageError(sentence.charAt(0).toLowerCase() + sentence.slice(1));
  }
}

type Values = ReturnType<typeof readArguments>['values'];

function optionalText(option: string, text: string | undefined): string | null {
  if (text === '') throw new UsageError(`${option} needs a value`);
  return text ?? null;
}

function readConnections({ connections, number_of_threads: threads }: Values): Connections {
  if (connections !== undefined) return parseConnections('--connections', connections);
  return parseConnections('--number_of_threads', threads ?? 'auto');
}

/** What was begun from another link is found by its name, which must be given. */
function readResumption({ name, refresh = false, 'no-resume': anew = false }: Values): Pick<TransferOptions, 'resume' | 'partialOf'> {
  if (refresh && name === undefined) throw new UsageError('--refresh needs the --name of the file to go on with');
  if (refresh && anew) throw new UsageError('--refresh goes on with what is there, and --no-resume does not');
  return { resume: !anew, partialOf: refresh ? 'name' : 'link' };
}

/** A name with folders in it says where the file goes as well, starting from the folder that was given. */
function readTarget(name: string | undefined, folder: string | undefined, cwd: string): { folder: string; name: string | null } {
  const base = resolve(cwd, optionalText('--dir', folder) ?? '.');
  if (name === undefined) return { folder: base, name: null };
  const file = basename(name);
  if (/\0|\/$/.test(name) || ['', '.', '..'].includes(file))
    throw new UsageError(`--name takes the name of a file, not ${JSON.stringify(name)}`);
  const within = resolve(base, dirname(name));
  // A relative name may lead into a folder of the chosen one, never out of it.
  if (!isAbsolute(name) && relative(base, within).split(sep)[0] === '..')
    throw new UsageError(`--name leads out of the folder: ${JSON.stringify(name)}`);
  return { folder: within, name: file };
}

/** Headers that have an option of their own are taken as that option, which wins over them. */
function readRequest(values: Values, version: string) {
  const headers: (readonly [string, string])[] = [];
  const own = new Map<string, string>();
  for (const text of values.header ?? []) {
    const [name, value] = parseHeader('--header', text);
    const key = name.toLowerCase();
    if (['user-agent', 'referer', 'cookie'].includes(key)) own.set(key, value);
    else headers.push([name, value]);
  }

  const text = (option: 'user-agent' | 'referer' | 'cookie'): string | null => {
    const value = values[option];
    return value === undefined ? (own.get(option) ?? null) : parseHeaderValue(`--${option}`, value);
  };
  return {
    headers,
    userAgent: text('user-agent') ?? `Rangefinder/${version}`,
    referer: text('referer'),
    cookie: text('cookie'),
    credentials: values.user === undefined ? null : parseCredentials('--user', values.user),
  };
}

/** `auto` and `off` say where to look for checksums; anything else is one. */
function readChecksums(texts: readonly string[]): Pick<TransferOptions, 'checksums' | 'findChecksums'> {
  const words = texts.filter((text) => text === 'auto' || text === 'off');
  if (new Set(words).size > 1) throw new UsageError('--checksum takes auto or off, not both');
  const checksums = texts.filter((text) => text !== 'auto' && text !== 'off').map((text) => parseChecksum('--checksum', text));
  const findChecksums = words[0] === 'auto' ? 'everywhere' : words[0] === 'off' ? 'off' : 'headers';
  return { checksums, findChecksums };
}
