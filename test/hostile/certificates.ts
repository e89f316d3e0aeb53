/** The certificates that the hostile server can show; `certificates/make.sh` makes them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Identity {
  readonly cert: string;
  readonly key: string;
}

const fileNamed = (name: string): string => fileURLToPath(new URL(`certificates/${name}.pem`, import.meta.url));

const identity = (name: string): Identity => ({
  cert: readFileSync(fileNamed(name), 'utf8'),
  key: readFileSync(fileNamed(`${name}.key`), 'utf8'),
});

export const certificates = {
  /** Right for localhost, dual.test and the loopback addresses, once the authority is trusted. */
  good: identity('good'),
  expired: identity('expired'),
  /** Not valid yet. */
  future: identity('future'),
  /** For another host name. */
  elsewhere: identity('elsewhere'),
  /** Signed by itself, not by the authority. */
  stranger: identity('stranger'),
} as const;

/** What a client is told to trust, as a file. */
export const authorityFile = fileNamed('authority');
