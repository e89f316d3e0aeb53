/** A long, lossy link on this machine: two network namespaces, joined by a program that delays, limits and loses packets. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { run, type Command } from '../process.ts';
import type { Workspace } from '../workspace.ts';

export interface LinkTerms {
  /** Milliseconds there and back. */
  readonly roundTrip: number;
  /** Megabits a second, each way. */
  readonly rate: number;
  /** Percent of the packets, each way. */
  readonly loss: number;
}

const clientAddress = '10.77.0.1';
const serverAddress = '10.77.0.2';

/** Why there can be no such link here; null when there can. */
export function linkObstacle(): string | null {
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
    return null;
  } catch {
    return 'there is no /dev/net/tun';
  }
}

export class Link implements AsyncDisposable {
  /** Put before a command to run it at this end. */
  readonly client: Command;
  readonly server: Command;
  readonly serverAddress = serverAddress;
  readonly #child: ChildProcess;
  readonly #namespaces: readonly string[];

  /** Where the program ends first. */
  readonly #end = (): void => {
    this.#child.kill();
    this.#deleteNamespaces();
  };

  private constructor(child: ChildProcess, namespaces: readonly [string, string]) {
    this.#child = child;
    this.#namespaces = namespaces;
    this.client = ['ip', 'netns', 'exec', namespaces[0]];
    this.server = ['ip', 'netns', 'exec', namespaces[1]];
    process.once('exit', this.#end);
  }

  static async start(workspace: Workspace, { roundTrip, rate, loss }: LinkTerms): Promise<Link> {
    const program = path.join(workspace.newFolder(), 'link');
    await run(['cc', '-O2', '-Wall', '-o', program, path.join(import.meta.dirname, 'link.c')]);
    const devices = [`rf${process.pid}c`, `rf${process.pid}s`] as const;
    // One bandwidth-delay product, as a well-sized router would have.
    const queue = (rate * roundTrip) / 8;
    const child = spawn(program, [...devices, roundTrip / 2, rate, queue, loss].map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const link = new Link(child, [`rangefinder-${process.pid}-client`, `rangefinder-${process.pid}-server`]);
    try {
      await link.#attach(devices, [clientAddress, serverAddress]);
    } catch (error) {
      await link[Symbol.asyncDispose]();
      throw error;
    }
    return link;
  }

  async #attach(devices: readonly [string, string], addresses: readonly [string, string]): Promise<void> {
    for (const end of [0, 1] as const) {
      const namespace = this.#namespaces[end] as string;
      const device = devices[end];
      await run(['ip', 'netns', 'add', namespace]);
      await run(['ip', 'link', 'set', device, 'netns', namespace]);
      await run(['ip', '-n', namespace, 'address', 'add', addresses[end], 'peer', addresses[1 - end] as string, 'dev', device]);
      await run(['ip', '-n', namespace, 'link', 'set', 'lo', 'up']);
      await run(['ip', '-n', namespace, 'link', 'set', device, 'up', 'txqueuelen', '10000']);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGTERM');
      await once(this.#child, 'exit');
    }
    this.#deleteNamespaces();
    process.off('exit', this.#end);
  }

  /** Those that are not there, or not any more, are as good as deleted. */
  #deleteNamespaces(): void {
    for (const namespace of this.#namespaces) spawnSync('ip', ['netns', 'delete', namespace], { stdio: 'ignore' });
  }
}
