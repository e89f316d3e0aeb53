/** Ours and its peers, as command lines. Each peer gets the options that serve it best. */
import path from 'node:path';
import type { Command } from './process.ts';
import type { Content } from './workspace.ts';

export interface Job {
  readonly url: string;
  /** Where the file is to be; absolute. */
  readonly file: string;
  readonly content: Content;
  /** A file of PEM certificates to trust besides the system's; null over plain HTTP. */
  readonly certificate: string | null;
}

export type Contender = (job: Job) => Command;

const root = path.resolve(import.meta.dirname, '..');

/** The terminal command as a user starts it, on a Node that is recent enough to run it in the same process. */
export const command: Command = [process.execPath, path.join(root, 'cli', 'rangefinder.mjs')];

export const ours =
  (...options: string[]): Contender =>
  ({ url, file, certificate }) => {
    const trust = certificate === null ? [] : ['--ca-certificate', certificate];
    return [...command, '--quiet', '--dir', path.dirname(file), '--name', path.basename(file), ...trust, ...options, url];
  };

export const curl: Contender = ({ url, file, certificate }) => [
  'curl',
  '-sf',
  ...(certificate === null ? [] : ['--cacert', certificate]),
  '-o',
  file,
  url,
];

export const wget2: Contender = ({ url, file, certificate }) => [
  'wget2',
  '-q',
  ...(certificate === null ? [] : [`--ca-certificate=${certificate}`]),
  '-O',
  file,
  url,
];

export const axel =
  (connections: number): Contender =>
  ({ url, file }) => ['axel', '-q', '-n', String(connections), '-o', file, url];

export const aria2 =
  (connections: number, ...options: string[]): Contender =>
  ({ url, file, certificate }) => [
    'aria2c',
    '--no-conf',
    '-q',
    `-x${connections}`,
    `-s${connections}`,
    '-k1M',
    '--file-allocation=none',
    ...(certificate === null ? [] : [`--ca-certificate=${certificate}`]),
    ...options,
    `--dir=${path.dirname(file)}`,
    `--out=${path.basename(file)}`,
    url,
  ];

export const aria2Checking =
  (connections: number): Contender =>
  (job) =>
    aria2(connections, `--checksum=sha-256=${job.content.sha256}`)(job);

/** The download, and its file brought to the disk: what ours does before it says that a file is there, and no peer does. */
export const thenSync =
  (contender: Contender): Contender =>
  (job) => ['sh', '-c', 'file=$1; shift; "$@" && sync "$file"', 'sh', job.file, ...contender(job)];

/** The download, then a digest of its file: what one does without a program that does both at once. */
export const thenDigest =
  (contender: Contender): Contender =>
  (job) => ['sh', '-c', 'file=$1; shift; "$@" && openssl dgst -sha256 "$file"', 'sh', job.file, ...contender(job)];
