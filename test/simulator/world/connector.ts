/** Sockets to the simulated server, where the engine would have real ones. */
import http from 'node:http';
import type { OnReadOpts, Socket } from 'node:net';
import { Connector, type Trust } from '../../../engine/http/connector.ts';
import { Link, ReadIntoSocket, StreamSocket } from './link.ts';
import { errno } from './memory-disk.ts';
import type { SimulatedServer } from './server.ts';
import type { World } from './world.ts';

export class SimulatedConnector extends Connector {
  readonly #world: World;
  readonly #server: SimulatedServer;
  /** Whether there is a network at all. */
  network = true;
  /** Whether the process that it belonged to still lives. */
  alive = true;

  constructor(world: World, server: SimulatedServer) {
    super(async () => ['direct']);
    this.#world = world;
    this.#server = server;
  }

  override connect(_url: URL, _trust: Trust, onread: OnReadOpts, ready: () => void): Socket {
    const { socket, client } = ReadIntoSocket.connect(onread);
    this.#dial(client, ready);
    return socket;
  }

  override newAgentFor(_url: URL, _trust: Trust, _proxy: null, keeping: http.AgentOptions = {}): http.Agent {
    const { timeout: _, ...rest } = keeping;
    const agent = new http.Agent(rest);
    agent.createConnection = () => {
      const socket = new StreamSocket();
      this.#dial(socket, () => undefined);
      return socket;
    };
    return agent;
  }

  #dial(client: ReadIntoSocket | StreamSocket, ready: () => void): void {
    this.#world.plan(1 + this.#world.random.next() * 10, () => {
      if (!this.alive || client.destroyed) return;
      if (!this.network) return client.ended(errno('ENETUNREACH', 'connect'));
      if (this.#server.refuses()) return client.ended(errno('ECONNREFUSED', 'connect'));
      const link = new Link(client, this.#server);
      this.#server.connected(link);
      client.attach(link);
      ready();
    });
  }
}
