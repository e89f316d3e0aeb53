/** How the service keeps the password for the proxy. The password itself never gets here. */
import { create } from 'zustand';
import type { SecretState } from '../../contract/secret.ts';

interface ProxyState {
  /** Null while there is none. */
  readonly password: SecretState | null;
  receive(password: SecretState | null): void;
}

export const useProxy = create<ProxyState>()((set) => ({
  password: null,
  receive: (password) => set({ password }),
}));
