/** Whether the service can be reached, and by which client. */
import { create } from 'zustand';
import type { AppInfo } from '../../contract/api.ts';
import type { Client } from '../../contract/client.ts';

interface ConnectionState {
  readonly state: 'connecting' | 'live' | 'lost';
  readonly client: Client | null;
  /** What was learnt last; it stays true while the line is down. */
  readonly info: AppInfo | null;
  connected(client: Client, info: AppInfo): void;
  lost(): void;
}

export const useConnection = create<ConnectionState>()((set) => ({
  state: 'connecting',
  client: null,
  info: null,
  connected: (client, info) => set({ state: 'live', client, info }),
  lost: () => set({ state: 'lost', client: null }),
}));
