/** One running app for each folder of user data; a second one tells the first what it was started with. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface InstanceMessage {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly data: unknown;
}

const tellingTime = 1_000;

export class SingleInstance {
  readonly #lockFile: string;
  readonly #socket: string;
  #server: Server | null = null;
  #told: Promise<void> = Promise.resolve();

  constructor(userData: string) {
    mkdirSync(userData, { recursive: true });
    this.#lockFile = path.join(userData, 'StandInSingleton');
    // Not in the folder itself: a socket's path must be short.
    const digest = createHash('sha256').update(userData).digest('hex').slice(0, 16);
    this.#socket = path.join(tmpdir(), `electron-stand-in-${digest}.sock`);
  }

  get held(): boolean {
    return this.#server !== null;
  }

  /** Resolves once the first instance has been told, or could not be. */
  get told(): Promise<void> {
    return this.#told;
  }

  /** True for the first instance; otherwise that one is told of this. */
  acquire(data: unknown, onSecondInstance: (message: InstanceMessage) => void): boolean {
    if (this.held) return true;
    if (this.#isTaken()) {
      this.#told = this.#tell({ argv: process.argv, cwd: process.cwd(), data });
      return false;
    }
    writeFileSync(this.#lockFile, String(process.pid));
    rmSync(this.#socket, { force: true });
    this.#server = createServer({ allowHalfOpen: false }, (connection) => {
      let text = '';
      connection.setEncoding('utf8');
      connection.on('data', (piece: string) => {
        text += piece;
      });
      connection.on('error', () => {});
      connection.on('end', () => onSecondInstance(JSON.parse(text) as InstanceMessage));
    });
    this.#server.listen(this.#socket).unref();
    return true;
  }

  release(): void {
    if (!this.#server) return;
    this.#server.close();
    this.#server = null;
    rmSync(this.#lockFile, { force: true });
  }

  /** A lock whose owner was killed is nobody's. */
  #isTaken(): boolean {
    try {
      process.kill(Number(readFileSync(this.#lockFile, 'utf8')), 0);
      return true;
    } catch {
      return false;
    }
  }

  #tell(message: InstanceMessage): Promise<void> {
    return new Promise((resolve) => {
      const connection = connect(this.#socket, () => connection.end(JSON.stringify(message)));
      connection.on('error', () => resolve());
      connection.on('close', () => resolve());
      setTimeout(resolve, tellingTime).unref();
    });
  }
}
