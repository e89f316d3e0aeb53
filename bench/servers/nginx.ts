/** A real nginx of our own: plain and, on request, over TLS; whole files, and files at a rate for each connection. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run, type Command } from '../process.ts';
import type { Workspace } from '../workspace.ts';
import { freePort } from './free-port.ts';

export interface NginxOptions {
  readonly address?: string;
  readonly tls?: boolean;
  /** Put before the command, to run it somewhere else. */
  readonly prefix?: Command;
}

export class Nginx implements AsyncDisposable {
  readonly origin: string;
  /** PEM file of the certificate; null without TLS. */
  readonly certificate: string | null;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, origin: string, certificate: string | null) {
    this.#child = child;
    this.origin = origin;
    this.certificate = certificate;
  }

  /** Serves what the workspace serves. Resolves when it takes connections. */
  static async start(workspace: Workspace, { address = '127.0.0.1', tls = false, prefix = [] }: NginxOptions = {}): Promise<Nginx> {
    const folder = workspace.newFolder();
    mkdirSync(path.join(folder, 'temp'));
    const port = await freePort();
    const certificate = tls ? await makeCertificate(folder, address) : null;
    const configuration = path.join(folder, 'nginx.conf');
    writeFileSync(configuration, configure({ folder, served: workspace.served, listen: `${address}:${port}`, tls }));

    const [program, ...args] = [...prefix, 'nginx', '-p', folder, '-c', configuration];
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`nginx ended with ${code}`);
    });
    const end = (): void => void child.kill();
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    // The file is written once the sockets are open.
    await Promise.race([appearance(path.join(folder, 'pid')), failed]);
    failed.catch(() => undefined);
    return new Nginx(child, `${tls ? 'https' : 'http'}://${address}:${port}`, certificate);
  }

  /** @param rate bytes a second for each connection, as nginx counts them: anew with each request. */
  url(name: string, rate: number | null = null): string {
    return rate === null ? `${this.origin}/${name}` : `${this.origin}/at/${rate}/${name}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
  }
}

async function appearance(file: string): Promise<void> {
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function makeCertificate(folder: string, address: string): Promise<string> {
  const certificate = path.join(folder, 'certificate.pem');
  const subject = ['-subj', `/CN=${address}`, '-addext', `subjectAltName=IP:${address}`, '-days', '2'];
  await run([
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    path.join(folder, 'key.pem'),
    '-out',
    certificate,
    ...subject,
  ]);
  return certificate;
}

interface Configuration {
  readonly folder: string;
  readonly served: string;
  readonly listen: string;
  readonly tls: boolean;
}

function configure({ folder, served, listen, tls }: Configuration): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/temp/${kind};`);
  return `
    daemon off;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    worker_processes 2;
    worker_rlimit_nofile 20000;
    pid ${folder}/pid;
    error_log ${folder}/error.log warn;
    events { worker_connections 8192; }
    http {
      default_type application/octet-stream;
      sendfile on;
      sendfile_max_chunk 2m;
      tcp_nopush on;
      keepalive_requests 1000000;
      access_log off;
      ${temporary.join('\n')}
      server {
        listen ${listen} ${tls ? 'ssl' : ''} reuseport backlog=4096;
        ${tls ? 'ssl_certificate certificate.pem; ssl_certificate_key key.pem; ssl_session_cache shared:tls:10m;' : ''}
        root ${served};
        location ~ ^/at/(?<rate>[0-9]+)/(?<file>[^/]+)$ {
          limit_rate $rate;
          alias ${served}/$file;
        }
      }
    }
  `;
}
