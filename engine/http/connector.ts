/** How sockets are opened for all downloads alike: names resolved once, both address families tried, trust settled per download. */
import dns from 'node:dns';
import type { Agent, AgentOptions } from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { DownloadRequest, ProxyResolver } from '../types.ts';
import { http, https } from './clients.ts';
import { isLocalAddress, unsafeAddress } from './local-network.ts';
import { asksForWhole, environmentProxies, Proxies, type Proxy } from './proxies.ts';
import { RecordTap } from './record-tap.ts';
import { openTunnel } from './tunnel.ts';

/** Node gives an address 250 ms before it tries the next; a far server needs longer than that to answer at all. */
const attemptTimeout = 1000;
/** Milliseconds that a resolved name is used again. Lookups share Node's few threads with the disk. */
const nameLifetime = 30_000;

type LookupAnswer = dns.LookupAddress[];

export type Trust = Pick<DownloadRequest, 'caCertificates' | 'insecure' | 'publicOnly'>;

export class Connector {
  readonly proxies: Proxies;
  readonly #names = new Map<string, { at: number; answer: Promise<LookupAnswer> }>();
  readonly #contexts = new Map<string, tls.SecureContext>();
  readonly #agents = new Map<string, Agent>();
  readonly #sessions = new Map<string, Buffer>();

  constructor(resolver: ProxyResolver = environmentProxies) {
    this.proxies = new Proxies(resolver);
  }

  /** What is found is what is connected to: nothing is looked up a second time in between, so that a name cannot mean another address by then. */
  #lookup(find: (hostname: string) => Promise<LookupAnswer>): net.LookupFunction {
    return (hostname, options, callback) => {
      find(hostname).then(
        (addresses) => {
          const family = options.family === 4 || options.family === 6 ? options.family : null;
          const usable = family ? addresses.filter((address) => address.family === family) : addresses;
          if (options.all) callback(null, usable);
          else callback(null, (usable[0] ?? addresses[0])?.address as never, (usable[0] ?? addresses[0])?.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, ''),
      );
    };
  }

  #resolve(hostname: string): Promise<LookupAnswer> {
    const known = this.#names.get(hostname);
    if (known && performance.now() - known.at < nameLifetime) return known.answer;
    const answer = dns.promises.lookup(hostname, { all: true });
    this.#names.set(hostname, { at: performance.now(), answer });
    // A failure is not remembered: the network may be back with the next try.
    answer.catch(() => this.#names.delete(hostname));
    return answer;
  }

  /** @throws UNSAFE_ADDRESS when all addresses of the name are local. */
  async #resolvePublic(hostname: string): Promise<LookupAnswer> {
    const addresses = await this.#resolve(hostname);
    const usable = addresses.filter(({ address }) => !isLocalAddress(address));
    if (usable.length === 0) throw unsafeAddress(hostname);
    return usable;
  }

  /** Only a download that brings its own roots needs a context of its own: building one reads every certificate. */
  #contextFor(trust: Trust): tls.SecureContext | undefined {
    if (trust.caCertificates.length === 0) return undefined;
    const key = trust.caCertificates.join('\n');
    let context = this.#contexts.get(key);
    if (!context) {
      context = tls.createSecureContext({ ca: [...tls.getCACertificates('default'), ...trust.caCertificates] });
      this.#contexts.set(key, context);
    }
    return context;
  }

  #tlsOptions(trust: Trust): tls.ConnectionOptions {
    const secureContext = this.#contextFor(trust);
    return { rejectUnauthorized: !trust.insecure, ...(secureContext ? { secureContext } : {}) };
  }

  /** Keeps connections of the general plane for the next request to the same server. */
  agentFor(url: URL, trust: Trust, proxy: Proxy | null): Agent {
    // A tunnel leads to one server only; whatever else is kept is told apart by the agent itself.
    const tunnel = proxy === null ? '' : `${proxy.href} ${url.host}`;
    const key = `${tunnel} ${url.protocol}${trust.insecure}${trust.publicOnly ?? false}${trust.caCertificates.join('\n')}`;
    let agent = this.#agents.get(key);
    if (!agent) {
      agent = this.newAgentFor(url, trust, proxy, { keepAlive: true, maxFreeSockets: 16, timeout: 60_000 });
      this.#agents.set(key, agent);
    }
    return agent;
  }

  /** An agent whose TLS connections go through a tap, so that their end can be proven. */
  tappedAgentFor(url: URL, trust: Trust, proxy: Proxy | null, tapped: (tap: RecordTap) => void): Agent {
    const agent = new https.Agent(this.#tlsOptions(trust));
    const secured = (socket: net.Socket): tls.TLSSocket => {
      const tap = new RecordTap(socket);
      tapped(tap);
      return this.#secured(tap, url, trust);
    };
    if (proxy === null) agent.createConnection = () => secured(net.connect({ ...this.#connecting(trust), ...placeOf(url) }));
    else agent.createConnection = this.#through(proxy, url, secured);
    return agent;
  }

  /** An agent of its own, so that the next request gets a new connection. */
  newAgentFor(url: URL, trust: Trust, proxy: Proxy | null, keeping: AgentOptions = {}): Agent {
    const secure = url.protocol === 'https:';
    const options = { ...keeping, ...this.#connecting(trust), noDelay: true };
    const agent = secure ? new https.Agent({ ...options, ...this.#tlsOptions(trust) }) : new http.Agent(options);
    if (proxy && asksForWhole(proxy, url)) agent.createConnection = () => this.#connectTo(proxy);
    else if (proxy) agent.createConnection = this.#through(proxy, url, (socket) => (secure ? this.#secured(socket, url, trust) : socket));
    return agent;
  }

  #connectTo(proxy: Proxy): net.Socket {
    const options = { host: proxy.host, port: proxy.port, ...this.#connecting(), noDelay: true };
    return proxy.protocol === 'https' ? tls.connect({ ...options, ...serverName(proxy.host) }) : net.connect(options);
  }

  /** @param trust of the download; left out for a proxy, which the user has named. */
  #connecting({ publicOnly = false }: Partial<Trust> = {}) {
    const lookup = this.#lookup((hostname) => (publicOnly ? this.#resolvePublic(hostname) : this.#resolve(hostname)));
    return { lookup, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: attemptTimeout };
  }

  #secured(socket: Duplex, url: URL, trust: Trust): tls.TLSSocket {
    return tls.connect({ socket, ...this.#tlsOptions(trust), ...serverName(placeOf(url).host), ALPNProtocols: ['http/1.1'] });
  }

  /** How an agent gets its connections through a proxy. */
  #through(proxy: Proxy, url: URL, wrap: (socket: net.Socket) => Duplex): Agent['createConnection'] {
    const { host, port } = placeOf(url);
    return (_options, callback) => {
      const done = callback as (error: Error | null, socket?: Duplex) => void;
      openTunnel(proxy, { host, port }, { ...this.#connecting(), port: proxy.port }).then((socket) => done(null, wrap(socket)), done);
      return undefined;
    };
  }

  /** A socket for the fast plane, which reads into the caller's memory. `ready` is called when a request may be sent. */
  connect(url: URL, trust: Trust, onread: net.OnReadOpts, ready: () => void): net.Socket {
    const { host, port } = placeOf(url);
    const options = { host, port, onread, ...this.#connecting(trust), noDelay: true };
    if (url.protocol !== 'https:') return net.connect(options, ready);
    const origin = `${url.origin}${trust.insecure}`;
    const session = this.#sessions.get(origin);
    const socket = tls.connect(
      { ...options, ...this.#tlsOptions(trust), ...serverName(host), ...(session ? { session } : {}), ALPNProtocols: ['http/1.1'] },
      ready,
    );
    socket.on('session', (ticket: Buffer) => this.#sessions.set(origin, ticket));
    return socket;
  }

  /** Closes kept connections to a server that is about to be asked over others: it may count the idle ones as well. */
  closeIdle(url: URL | null): void {
    const { host, port } = url ? placeOf(url) : { host: '', port: '' };
    const name = url ? `${host}:${port}:` : '';
    for (const agent of this.#agents.values()) {
      for (const [key, sockets] of Object.entries(agent.freeSockets)) {
        if (key.startsWith(name)) for (const socket of sockets ?? []) socket.destroy();
      }
    }
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }
}

/** Where a server is: no brackets round an IPv6 address, and the usual port where none is named. */
function placeOf(url: URL): { host: string; port: number } {
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) };
}

/** An address has no name that a server could choose a certificate by (RFC 6066, section 3). */
const serverName = (host: string): { servername?: string } => (net.isIP(host) ? {} : { servername: host });
