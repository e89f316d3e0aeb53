/** Faults 76 and 77 and their kind: certificates, handshakes and proxies that are not to be trusted. */
import { honestAnswer, plain } from '../../hostile/answer.ts';
import { authorityFile, certificates, type Identity } from '../../hostile/certificates.ts';
import { stallAfter, trickle } from '../../hostile/delivery.ts';
import type { HostileOptions } from '../../hostile/server.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { deliver, every, first, resume, spoil } from '../kit.ts';

const showing = (identity: Identity): HostileOptions => ({ tls: () => identity });
const trusting = { authority: authorityFile };

const distrusted: readonly (readonly [string, Identity])[] = [
  ['from an authority that nobody knows', certificates.stranger],
  ['that has expired', certificates.expired],
  ['that is not valid yet', certificates.future],
  ['for another host', certificates.elsewhere],
];

export const tls: CaseGroup = {
  title: 'TLS and proxies',
  cases: [
    ...distrusted.map(([what, identity], index): FaultCase => ({
      id: `76${'abcd'[index]}`,
      name: `a certificate ${what}`,
      listen: showing(identity),
      job: trusting,
      expect: { exit: 8, codes: ['CERTIFICATE'], partial: 'gone' },
      check: function* (stage) {
        if (stage.server.requests.length > 0) yield 'a request was sent all the same';
      },
    })),
    {
      id: '76e',
      name: 'only later connections show a bad certificate',
      listen: { tls: (connection) => (connection === 0 ? certificates.good : certificates.stranger) },
      job: trusting,
      serve: (stage) => spoil(stage, first, deliver(stage, trickle(64 * 1024, 30))),
      expect: { exit: 8, codes: ['CERTIFICATE'] },
      check: function* (stage) {
        if (stage.server.connections < 2) yield 'there was only one connection';
      },
    },
    {
      id: '76f',
      name: 'a bad certificate on resume keeps the partial',
      listen: (stage) => ({ tls: () => (stage.session === 0 ? certificates.good : certificates.stranger) }),
      job: trusting,
      script: (stage) => resume(stage),
      expect: { exit: 8, codes: ['CERTIFICATE'], partial: 'kept' },
    },
    {
      id: '76g',
      name: 'a good certificate of an authority that was named',
      listen: showing(certificates.good),
      job: trusting,
      expect: { exit: 0, without: ['insecure'] },
    },
    {
      id: '76h',
      name: 'a good certificate of an authority that was not named',
      listen: showing(certificates.good),
      expect: { exit: 8, codes: ['CERTIFICATE'], partial: 'gone' },
    },
    {
      id: '76i',
      name: '--insecure takes any certificate, with a warning',
      listen: showing(certificates.stranger),
      job: { insecure: true },
      expect: { exit: 0, notices: ['insecure'] },
    },
    {
      id: '76j',
      name: 'a redirect to a host with a bad certificate',
      job: trusting,
      script: async (stage) => {
        const bad = await stage.also((request, wire) => wire.send(honestAnswer(stage.file, request)), showing(certificates.expired));
        stage.server.handler = (_request, wire) => wire.send(plain(302, '', [['Location', bad.url('/file.bin')]]));
        await stage.run();
      },
      expect: { exit: 8, codes: ['CERTIFICATE'], partial: 'gone' },
    },
    {
      id: '76k',
      name: 'an authority file that is no certificate',
      listen: showing(certificates.good),
      job: { authority: '/etc/hostname' },
      expect: { exit: [2, 8], codes: ['BAD_INPUT', 'CERTIFICATE'], partial: 'gone' },
    },
    {
      id: '76l',
      name: 'plain HTTP behind an https link',
      script: (stage) => stage.run({ urls: [stage.server.url('/file.bin').replace('http:', 'https:')] }),
      expect: { exit: [3, 4, 8], codes: ['CONNECT', 'CONNECTION_LOST', 'PROTOCOL', 'CERTIFICATE', 'CONNECT_TIMEOUT'], partial: 'gone' },
    },
    {
      id: '76m',
      name: 'TLS behind a plain http link',
      listen: showing(certificates.good),
      script: (stage) => stage.run({ urls: [stage.server.url('/file.bin').replace('https:', 'http:')] }),
      expect: { exit: [3, 4], codes: ['PROTOCOL', 'CONNECTION_LOST'], partial: 'gone' },
    },
    {
      id: '76n',
      name: 'a handshake that never ends',
      listen: { accept: () => false },
      script: (stage) => stage.run({ urls: [stage.server.url('/file.bin').replace('http:', 'https:')], retries: 1 }),
      expect: { exit: 3, codes: ['CONNECT_TIMEOUT', 'STALLED'], partial: 'gone' },
    },
    {
      id: '76o',
      name: 'a TLS version that was given up',
      listen: { tls: () => ({ ...certificates.good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }) },
      job: trusting,
      expect: { exit: [3, 8], codes: ['CONNECT', 'CONNECTION_LOST', 'CERTIFICATE'], partial: 'gone' },
    },
    {
      id: '76p',
      name: 'TLS 1.2 with a stall in its middle',
      listen: { tls: () => ({ ...certificates.good, maxVersion: 'TLSv1.2' }) },
      job: trusting,
      serve: (stage) => spoil(stage, first, deliver(stage, stallAfter(100_000))),
      expect: { exit: 0 },
    },
    {
      id: '76q',
      name: 'faults over TLS: later ranges are reset in their middle',
      listen: showing(certificates.good),
      job: trusting,
      serve: (stage) => {
        let resets = 0;
        return spoil(
          stage,
          (request) => (request.range?.start ?? 0) > 0 && resets < 4,
          (request, wire) => {
            resets += 1;
            return deliver(stage, async (_wire, body) => {
              await wire.writeBody(body.subarray(0, 20_000));
              wire.reset();
            })(request, wire);
          },
        );
      },
      expect: { exit: 0 },
    },
    ...proxies(),
  ],
};

/** 77: a proxy that was named in the environment is used, or nothing is. */
function proxies(): FaultCase[] {
  const named = (port: number) => ({
    http_proxy: `http://127.0.0.1:${port}`,
    HTTP_PROXY: `http://127.0.0.1:${port}`,
    no_proxy: '',
    NO_PROXY: '',
  });
  return [
    {
      id: '77',
      name: 'the proxy asks for a password (407): never go direct',
      script: async (stage) => {
        const proxy = await stage.also(
          spoil(stage, every, (_request, wire) => wire.send(plain(407, 'who?', [['Proxy-Authenticate', 'Basic realm="p"']]))),
        );
        await stage.run({ environment: named(proxy.port) });
      },
      expect: { exit: 3, codes: ['PROXY'], partial: 'gone' },
      check: function* (stage) {
        if (stage.server.requests.length > 0) yield 'the server was asked directly';
      },
    },
    {
      id: '77b',
      name: 'the proxy is dead: never go direct',
      script: async (stage) => {
        const proxy = await stage.also((_request, wire) => wire.reset());
        await proxy.stop();
        await stage.run({ environment: named(proxy.port) });
      },
      expect: { exit: 3, codes: ['PROXY'], partial: 'gone' },
      check: function* (stage) {
        if (stage.server.requests.length > 0) yield 'the server was asked directly';
      },
    },
    {
      id: '77c',
      name: 'the proxy works',
      script: async (stage) => {
        const proxy = await stage.also(spoil(stage, every, (request, wire) => wire.send(honestAnswer(stage.file, request))));
        await stage.run({ environment: named(proxy.port) });
      },
      expect: { exit: 0 },
      check: function* (stage) {
        if (stage.server.requests.length > 0) yield 'the server was asked directly';
      },
    },
  ];
}
