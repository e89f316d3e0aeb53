/** From what is typed about a host to its settings, with every problem named beside its field. */
import type { HostInput, HostSettings } from '../../contract/host-settings.ts';
import { readBytes, readConnections, readInteger, writeBytes } from './amounts.ts';
import { readHostPattern } from './category.ts';

export interface HostDraft {
  readonly host: string;
  readonly connections: string;
  readonly mostConnections: string;
  readonly limitRate: string;
  readonly userAgent: string;
  readonly user: string;
  readonly password: string;
  readonly plainHttp: boolean;
  /** Whether the login that is kept shall be forgotten. */
  readonly forget: boolean;
}

export interface HostReading {
  readonly problems: {
    readonly host: 'wrong' | 'taken' | null;
    readonly connections: boolean;
    readonly mostConnections: boolean;
    readonly limitRate: boolean;
    /** A password without a name. */
    readonly user: boolean;
  };
  /** Null while anything is wrong. */
  readonly host: Omit<HostInput, 'id'> | null;
}

export const mostPerHost = 256;

export const blankHost: HostDraft = {
  host: '',
  connections: '',
  mostConnections: '',
  limitRate: '',
  userAgent: '',
  user: '',
  password: '',
  plainHttp: false,
  forget: false,
};

export const hostDraftOf = ({ host, connections, mostConnections, limitRate, userAgent, plainHttp }: HostSettings): HostDraft => ({
  ...blankHost,
  host,
  connections: String(connections ?? ''),
  mostConnections: String(mostConnections ?? ''),
  limitRate: limitRate === 0 ? '' : writeBytes(limitRate),
  userAgent,
  plainHttp,
});

/** @param taken the other hosts. */
export function readHost(draft: HostDraft, taken: readonly string[]): HostReading {
  const host = readHostPattern(draft.host);
  const connections = readConnections(draft.connections);
  const mostConnections = draft.mostConnections.trim() === '' ? undefined : readInteger(draft.mostConnections, 1, mostPerHost);
  const limitRate = draft.limitRate.trim() === '' ? 0 : readBytes(draft.limitRate);
  const problems = {
    host: host === null ? ('wrong' as const) : taken.includes(host) ? ('taken' as const) : null,
    connections: connections === null,
    mostConnections: mostConnections === null,
    limitRate: limitRate === null,
    user: draft.user === '' && draft.password !== '',
  };
  const wrong = Object.values(problems).some((problem) => problem !== null && problem !== false);
  if (wrong || host === null || limitRate === null) return { problems, host: null };
  const login = draft.user !== '' ? { user: draft.user, password: draft.password } : draft.forget ? null : undefined;
  const rules = { host, connections: connections ?? null, mostConnections: mostConnections ?? null, limitRate };
  return {
    problems,
    host: { ...rules, userAgent: draft.userAgent.trim(), plainHttp: draft.plainHttp, ...(login !== undefined && { login }) },
  };
}
