/** How sockets are opened for all downloads alike: names resolved once, both address families tried, trust settled per download. */
import dns from 'node:dns';
import type { Agent, AgentOptions } from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { getProxyForUrl } from 'proxy-from-env';
import type { DownloadRequest } from '../types.ts';
import { http, https } from './clients.ts';
import { RecordTap } from './record-tap.ts';

/** Node gives an address 250 ms before it tries the next; a far server needs longer than that to answer at all. */
const attemptTimeout = 1000;
/** Milliseconds that a resolved name is used again. Lookups share Node's few threads with the disk. */
const nameLifetime = 30_000;

type LookupAnswer = dns.LookupAddress[];

export type Trust = Pick<DownloadRequest, 'caCertificates' | 'insecure'>;

export class Connector {
  readonly #names = new Map<string, { at: number; answer: Promise<LookupAnswer> }>();
  readonly #contexts = new Map<string, tls.SecureContext>();
  readonly #agents = new Map<string, Agent>();
  readonly #sessions = new Map<string, Buffer>();

  #lookup: net.LookupFunction = (hostname, options, callback) => {
    this.#resolve(hostname).then(
      (addresses) => {
        const family = options.family === 4 || options.family === 6 ? options.family : null;
        const usable = family ? addresses.filter((address) => address.family === family) : addresses;
        if (options.all) callback(null, usable);
        else callback(null, (usable[0] ?? addresses[0])?.address as never, (usable[0] ?? addresses[0])?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };

  #resolve(hostname: string): Promise<LookupAnswer> {
    const known = this.#names.get(hostname);
    if (known && performance.now() - known.at < nameLifetime) return known.answer;
    const answer = dns.promises.lookup(hostname, { all: true });
    this.#names.set(hostname, { at: performance.now(), answer });
    // A failure is not remembered: the network may be back with the next try.
    answer.catch(() => this.#names.delete(hostname));
    return answer;
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
  agentFor(url: URL, trust: Trust): Agent {
    const key = `${this.proxyFor(url) ?? ''} ${url.protocol}${trust.insecure}${trust.caCertificates.join('\n')}`;
    let agent = this.#agents.get(key);
    if (!agent) {
      agent = this.newAgentFor(url, trust, { keepAlive: true, maxFreeSockets: 16, timeout: 60_000 });
      this.#agents.set(key, agent);
    }
    return agent;
  }

  /** An agent whose TLS connections go through a tap, so that their end can be proven. */
  tappedAgentFor(url: URL, trust: Trust, tapped: (tap: RecordTap) => void): Agent {
    const agent = new https.Agent(this.#tlsOptions(trust));
    const host = url.hostname.replace(/^\[|\]$/g, '');
    agent.createConnection = () => {
      const socket = net.connect({
        host,
        port: Number(url.port || 443),
        lookup: this.#lookup,
        autoSelectFamily: true,
        autoSelectFamilyAttemptTimeout: attemptTimeout,
      });
      const tap = new RecordTap(socket);
      tapped(tap);
      return tls.connect({ socket: tap, ...this.#tlsOptions(trust), ...serverName(host), ALPNProtocols: ['http/1.1'] });
    };
    return agent;
  }

  /** The proxy that the environment names for an address (http_proxy, https_proxy, no_proxy), or null. */
  proxyFor(url: URL): string | null {
    return getProxyForUrl(url.href) || null;
  }

  /** An agent of its own, so that the next request gets a new connection. */
  newAgentFor(url: URL, trust: Trust, keeping: AgentOptions = {}): Agent {
    const proxy = this.proxyFor(url);
    const proxyEnv = proxy === null ? {} : { proxyEnv: { http_proxy: proxy, https_proxy: proxy } };
    const options = {
      ...keeping,
      ...proxyEnv,
      lookup: this.#lookup,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: attemptTimeout,
      noDelay: true,
    };
    return url.protocol === 'https:' ? new https.Agent({ ...options, ...this.#tlsOptions(trust) }) : new http.Agent(options);
  }

  /** A socket for the fast plane, which reads into the caller's memory. `ready` is called when a request may be sent. */
  connect(url: URL, trust: Trust, onread: net.OnReadOpts, ready: () => void): net.Socket {
    const secure = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port || (secure ? 443 : 80));
    const options = {
      host,
      port,
      onread,
      lookup: this.#lookup,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: attemptTimeout,
      noDelay: true,
    };
    if (!secure) return net.connect(options, ready);
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
    const port = url?.port || (url?.protocol === 'https:' ? '443' : '80');
    const name = url ? `${url.hostname.replace(/^\[|\]$/g, '')}:${port}:` : '';
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

/** An address has no name that a server could choose a certificate by (RFC 6066, section 3). */
const serverName = (host: string): { servername?: string } => (net.isIP(host) ? {} : { servername: host });
