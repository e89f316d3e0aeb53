/** The hosts that have settings of their own, as the service has them. Their logins never get here. */
import { create } from 'zustand';
import type { HostSettings } from '../../contract/host-settings.ts';

interface HostsState {
  readonly hosts: readonly HostSettings[];
  receive(hosts: readonly HostSettings[]): void;
}

export const useHosts = create<HostsState>()((set) => ({
  hosts: [],
  receive: (hosts) => set({ hosts }),
}));
