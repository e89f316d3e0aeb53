import { describe, expect, test } from 'vitest';
import { isLocalAddress, looksLocal } from '../../engine/http/local-network.ts';

describe('an address', () => {
  test.each([
    '0.0.0.0',
    '10.0.0.1',
    '10.255.255.255',
    '100.64.0.1',
    '127.0.0.1',
    '127.8.8.8',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.178.1',
    '224.0.0.251',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:c0a8:101',
    '::7f00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::fb',
  ])('%s is of the own network', (address) => {
    expect(isLocalAddress(address)).toBe(true);
  });

  test.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.1',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '223.255.255.255',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
    '2606:4700::1111',
    '2a00:1450::1',
  ])('%s is of the internet', (address) => {
    expect(isLocalAddress(address)).toBe(false);
  });
});

/** As links are written, for `URL` reads numbers in many forms. */
const hostOf = (link: string): string => new URL(link).hostname;

describe('the host of', () => {
  test.each([
    'http://localhost/',
    'http://LOCALHOST./',
    'http://app.localhost/',
    'http://router/',
    'http://printer.local/',
    'http://nas.home.arpa/',
    'http://metadata.google.internal/',
    'http://127.1/',
    'http://0x7f.0.0.1/',
    'http://2130706433/',
    'http://192.168.1.1/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
  ])('%s is seen to be local', (link) => {
    expect(looksLocal(hostOf(link))).toBe(true);
  });

  test.each([
    'https://host.example/',
    'https://localhost.example/',
    'https://local.example.',
    'https://8.8.8.8/',
    'https://[2606:4700::1]/',
  ])('%s is not', (link) => {
    expect(looksLocal(hostOf(link))).toBe(false);
  });
});
