/**
 * Which addresses lead into the user's own computer or network instead of the internet. A page can name any of them, and a name or a
 * redirect can hide them, so a download that a page has proposed must not reach them unseen.
 */
import net from 'node:net';
import { AnswerError } from './answer-error.ts';

/** IANA's registries of special-purpose addresses: this host, private, shared, link-local, documentation, benchmark, multicast, reserved. */
const ipv4: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const ipv6: readonly (readonly [network: string, bits: number])[] = [
  // Unspecified, loopback, and the obsolete IPv4-compatible ones.
  ['::', 96],
  // Translation within one network (RFC 8215).
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const local = new net.BlockList();
for (const [network, bits] of ipv4) {
  // An IPv4-mapped address (::ffff:10.0.0.1) is compared with these as well.
  local.addSubnet(network, bits, 'ipv4');
  // The same addresses behind a translator (NAT64, RFC 6052), and in the obsolete 6to4 (RFC 3056).
  local.addSubnet(`64:ff9b::${network}`, 96 + bits, 'ipv6');
  local.addSubnet(`2002:${hexOf(network)}::`, 16 + bits, 'ipv6');
}
for (const [network, bits] of ipv6) local.addSubnet(network, bits, 'ipv6');

/** `10.0.0.0` as two groups of an IPv6 address. */
function hexOf(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** @param address an IP address, without brackets; a zone behind `%` may follow. */
export function isLocalAddress(address: string): boolean {
  const [bare = ''] = address.split('%');
  return local.check(bare, net.isIPv6(bare) ? 'ipv6' : 'ipv4');
}

/**
 * Whether a host can be seen to be local by whoever reads its name: a local address, `localhost`, a name that is resolved in the
 * network itself (`.local`, RFC 6762; `.internal`; `.home.arpa`, RFC 8375), or one without a dot.
 * @param hostname as `URL` has it.
 */
export function looksLocal(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$|\.$/g, '');
  if (net.isIP(name) !== 0) return isLocalAddress(name);
  return !name.includes('.') || /\.(?:localhost|local|internal|home\.arpa)$/i.test(name);
}

/** @throws UNSAFE_ADDRESS for a host that is local as it stands. What a name resolves to is looked at where it is resolved. */
export function refuseLocal({ hostname }: URL): void {
  if (looksLocal(hostname)) throw unsafeAddress(hostname);
}

export const unsafeAddress = (host: string): AnswerError =>
  new AnswerError('fail', 'UNSAFE_ADDRESS', `${host} leads into your own network, and the link came from a page or another program`);
