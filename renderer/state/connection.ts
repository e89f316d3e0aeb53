/** Whether the service can be reached, and by which client. */
import { create } from 'zustand';
import type { AppInfo } from '../../contract/api.ts';
import type { Client } from '../../contract/client.ts';

interface ConnectionState {
  readonly state: 'connecting' | 'live' | 'lost';
  readonly client: Client | null;
  /** What was learnt last; it stays true while the line is down. */
  readonly info: AppInfo | null;
  /** Since when the line is down, in milliseconds since the epoch; null while it is not. */
  readonly lostAt: number | null;
  connected(client: Client, info: AppInfo): void;
  lost(): void;
}

export const useConnection = create<ConnectionState>()((set) => ({
  state: 'connecting',
  client: null,
  info: null,
  lostAt: null,
  connected: (client, info) => set({ state: 'live', client, info, lostAt: null }),
  lost: () => set(({ lostAt }) => ({ state: 'lost', client: null, lostAt: lostAt ?? Date.now() })),
}));
