/** The programs that can be put through the cases: Rangefinder, and those that people use today. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defaults, type Job } from './job.ts';

export interface Tool {
  readonly name: string;
  readonly installed: () => boolean;
  readonly command: (job: Job) => readonly string[];
}

const project = fileURLToPath(new URL('../../', import.meta.url));

/** `--option value` for every value there is. */
const each = (option: string, values: readonly (string | number)[] | string | number | undefined): string[] =>
  (values === undefined ? [] : typeof values === 'object' ? values : [values]).flatMap((value) => [option, String(value)]);

const flag = (option: string, on: boolean | undefined): string[] => (on === true ? [option] : []);

const answers = (program: string): boolean => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

export const rangefinder: Tool = {
  name: 'rangefinder',
  installed: () => true,
  command: (job) => [
    process.execPath,
    `${project}cli/rangefinder.mjs`,
    '--json',
    ...each('--dir', job.folder),
    ...each('--connections', job.connections ?? defaults.connections),
    ...each('--min-split-size', job.minSplit ?? defaults.minSplit),
    ...each('--connect-timeout', job.timeout ?? defaults.timeout),
    ...each('--timeout', job.timeout ?? defaults.timeout),
    ...each('--retries', job.retries ?? defaults.retries),
    ...each('--retry-wait', job.retryWait ?? defaults.retryWait),
    ...each('--name', job.name),
    ...each('--header', job.headers),
    ...each('--cookie', job.cookie),
    ...each('--user', job.user),
    ...each('--referer', job.referer),
    ...each('--ca-certificate', job.authority),
    ...flag('--insecure', job.insecure),
    ...each('--checksum', job.checksums),
    ...each('--on-conflict', job.conflict),
    ...(job.extra ?? []),
    ...job.urls,
  ],
};

const curl: Tool = {
  name: 'curl',
  installed: () => answers('curl'),
  command: (job) => [
    'curl',
    '--silent',
    '--fail',
    '--location',
    ...each('--connect-timeout', job.timeout ?? defaults.timeout),
    ...each('--speed-limit', 1),
    ...each('--speed-time', job.timeout ?? defaults.timeout),
    ...each('--retry', job.retries ?? defaults.retries),
    ...each('--retry-delay', 1),
    '--retry-all-errors',
    ...each('--continue-at', '-'),
    ...each('--output-dir', job.folder),
    ...(job.name === undefined ? ['--remote-name-all'] : each('--output', job.name)),
    ...each('--header', job.headers),
    ...each('--cookie', job.cookie),
    ...each('--user', job.user),
    ...each('--referer', job.referer),
    ...each('--cacert', job.authority),
    ...flag('--insecure', job.insecure),
    ...job.urls,
  ],
};

const aria2: Tool = {
  name: 'aria2c',
  installed: () => answers('aria2c'),
  command: (job) => [
    'aria2c',
    '--no-conf',
    '--quiet',
    '--continue=true',
    '--file-allocation=none',
    '--always-resume=false',
    '--min-split-size=1M',
    `--split=${job.connections ?? defaults.connections}`,
    `--max-connection-per-server=${Math.min(job.connections ?? defaults.connections, 16)}`,
    `--connect-timeout=${Math.ceil(job.timeout ?? defaults.timeout)}`,
    `--timeout=${Math.ceil(job.timeout ?? defaults.timeout)}`,
    `--max-tries=${(job.retries ?? defaults.retries) + 1}`,
    '--retry-wait=0',
    `--dir=${job.folder}`,
    ...(job.name === undefined ? [] : [`--out=${job.name}`]),
    ...(job.headers ?? []).map((header) => `--header=${header}`),
    ...(job.cookie === undefined ? [] : [`--header=Cookie: ${job.cookie}`]),
    ...(job.user === undefined ? [] : aria2Credentials(job.user)),
    ...(job.referer === undefined ? [] : [`--referer=${job.referer}`]),
    ...(job.authority === undefined ? [] : [`--ca-certificate=${job.authority}`]),
    ...(job.insecure === true ? ['--check-certificate=false'] : []),
    ...(job.checksums ?? []).map((checksum) => `--checksum=${checksum.replace(/^sha(\d)/, 'sha-$1')}`),
    ...job.urls,
  ],
};

function aria2Credentials(user: string): string[] {
  const [name = '', password = ''] = user.split(':');
  return [`--http-user=${name}`, `--http-passwd=${password}`, '--http-auth-challenge=false'];
}

const wget: Tool = {
  name: 'wget',
  installed: () => answers('wget'),
  command: (job) => [
    'wget',
    '--quiet',
    '--continue',
    '--content-disposition',
    `--tries=${(job.retries ?? defaults.retries) + 1}`,
    `--timeout=${job.timeout ?? defaults.timeout}`,
    '--waitretry=1',
    '--retry-connrefused',
    ...(job.name === undefined ? [`--directory-prefix=${job.folder}`] : [`--output-document=${job.folder}/${job.name}`]),
    ...(job.headers ?? []).map((header) => `--header=${header}`),
    ...(job.cookie === undefined ? [] : [`--header=Cookie: ${job.cookie}`]),
    ...(job.user === undefined ? [] : wgetCredentials(job.user)),
    ...(job.referer === undefined ? [] : [`--referer=${job.referer}`]),
    ...(job.authority === undefined ? [] : [`--ca-certificate=${job.authority}`]),
    ...flag('--no-check-certificate', job.insecure),
    ...job.urls,
  ],
};

function wgetCredentials(user: string): string[] {
  const [name = '', password = ''] = user.split(':');
  return [`--http-user=${name}`, `--http-password=${password}`, '--auth-no-challenge'];
}

export const peers: readonly Tool[] = [aria2, curl, wget];
