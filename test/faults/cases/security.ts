/** Security groups 4 to 6: credentials that stay with their origin and out of every record, and input that must not become protocol. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { honestAnswer, plain } from '../../hostile/answer.ts';
import { authorityFile, certificates } from '../../hostile/certificates.ts';
import type { HostileOptions } from '../../hostile/server.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import type { Job } from '../job.ts';
import { every, spoil } from '../kit.ts';
import type { Stage } from '../stage.ts';

const size = 300_000;
const secret = 'correct-horse-battery';

/** Each way to hand a credential over. */
const credentials: readonly (readonly [string, Partial<Job>])[] = [
  ['--user', { user: `ada:${secret}` }],
  ['--cookie', { cookie: `session=${secret}` }],
  ['an Authorization header', { headers: [`Authorization: Bearer ${secret}`] }],
  ['a header of its own', { headers: [`X-Api-Key: ${secret}`] }],
];

/** Other origins: the same machine by another name, port or scheme is a stranger. */
const strangers: readonly (readonly [string, HostileOptions])[] = [
  ['another port', {}],
  ['another host', { host: '127.0.0.7' }],
  ['another scheme', { tls: () => certificates.good }],
];

/** The first server sends everyone on to a stranger that has the file. */
async function sendOn(stage: Stage, listen: HostileOptions, job: Partial<Job>): Promise<void> {
  stage.secrets.push(secret);
  const stranger = await stage.also((request, wire) => wire.send(honestAnswer(stage.file, request)), listen);
  stage.strangers.push(stranger);
  stage.server.handler = (_request, wire) => wire.send(plain(302, '', [['Location', stranger.url('/file.bin')]]));
  await stage.run({ ...job, authority: authorityFile });
}

/** What was handed over did reach the server it was meant for. */
function* handedOver(stage: Stage): Iterable<string> {
  const coded = Buffer.from(`ada:${secret}`).toString('base64');
  const told = [...(stage.server.requests[0]?.headers.values() ?? [])].join('\n');
  if (!told.includes(secret) && !told.includes(coded)) yield 'the credential never reached its own server';
}

/** Input with a line end in it, which would write a header of its own. */
const injections: readonly (readonly [string, Partial<Job>])[] = [
  ['a header', { headers: ['X-A: b\r\nX-Injected: yes'] }],
  ['a header’s name', { headers: ['X-A\r\nX-Injected: yes'] }],
  ['a cookie', { cookie: 'a=b\r\nX-Injected: yes' }],
  ['a referer', { referer: 'http://a/\r\nX-Injected: yes' }],
  ['a user agent', { extra: ['--user-agent', 'x\r\nX-Injected: yes'] }],
  ['a header, by a lone line feed', { headers: ['X-A: b\nX-Injected: yes'] }],
];

export const security: CaseGroup = {
  title: 'Credentials and input',
  cases: [
    ...credentials.flatMap(([how, job], kind) =>
      strangers.map(([where, listen], index): FaultCase => ({
        id: `S4.${kind + 1}${'abc'[index]}`,
        name: `${how} does not follow a redirect to ${where}`,
        size,
        script: (stage) => sendOn(stage, listen, job),
        expect: { exit: 0 },
        check: handedOver,
      })),
    ),
    {
      id: 'S4.5',
      name: 'credentials in the link do not follow a redirect',
      size,
      script: (stage) => sendOn(stage, {}, { urls: [stage.server.url('/file.bin').replace('://', `://ada:${secret}@`)] }),
      expect: { exit: 0 },
      check: handedOver,
    },
    {
      id: 'S4.6',
      name: 'credentials stay on a redirect within their origin',
      size,
      script: async (stage) => {
        stage.secrets.push(secret);
        stage.server.handler = spoil(
          stage,
          ({ path: target }) => target === '/moved',
          (request, wire) =>
            wire.send((request.headers.get('authorization') ?? '').startsWith('Basic ') ? honestAnswer(stage.file, request) : plain(401)),
        );
        const { handler } = stage.server;
        stage.server.handler = (request, wire) =>
          request.path === '/file.bin' ? wire.send(plain(302, '', [['Location', '/moved']])) : handler(request, wire);
        await stage.run({ user: `ada:${secret}` });
      },
      expect: { exit: 0 },
    },
    {
      id: 'S4.7',
      name: 'credentials that went out of their origin do not come back with a stranger’s redirect to a third',
      size,
      script: async (stage) => {
        stage.secrets.push(secret);
        const third = await stage.also((request, wire) => wire.send(honestAnswer(stage.file, request)));
        const second = await stage.also((_request, wire) => wire.send(plain(302, '', [['Location', third.url('/file.bin')]])));
        stage.strangers.push(second, third);
        stage.server.handler = (_request, wire) => wire.send(plain(307, '', [['Location', second.url('/x')]]));
        await stage.run({ user: `ada:${secret}`, cookie: `s=${secret}`, headers: [`X-Api-Key: ${secret}`] });
      },
      expect: { exit: 0 },
    },
    {
      id: 'S4.8',
      name: 'a stranger may not plant credentials in a redirect',
      size,
      script: async (stage) => {
        stage.secrets.push('planted-password');
        const other = await stage.also((request, wire) => wire.send(honestAnswer(stage.file, request)));
        stage.server.handler = (_request, wire) =>
          wire.send(plain(302, '', [['Location', other.url('/file.bin').replace('://', '://mallory:planted-password@')]]));
        await stage.run();
      },
      expect: { exit: [0, 4, 8] },
    },
    {
      id: 'S4.9',
      name: 'the link with its secrets is no Referer for a stranger',
      size,
      script: async (stage) => {
        const stranger = await stage.also((request, wire) => wire.send(honestAnswer(stage.file, request)));
        stage.server.handler = (_request, wire) => wire.send(plain(302, '', [['Location', stranger.url('/file.bin')]]));
        await stage.run({ urls: [stage.server.url(`/file.bin?token=${secret}`)] });
      },
      expect: { exit: 0 },
      check: function* (stage) {
        const [, stranger] = stage.servers;
        for (const { headers } of stranger?.requests ?? [])
          if ([...headers.values()].join().includes(secret)) yield 'a stranger was told the link';
      },
    },
    {
      id: 'S5',
      name: 'credentials stand in no output, log, journal or partial',
      script: async (stage) => {
        stage.secrets.push(secret, Buffer.from(`ada:${secret}`).toString('base64'));
        const link = stage.server.url('/file.bin').replace('://', `://ada:${secret}@`);
        const job = { urls: [link], headers: [`X-Api-Key: ${secret}`], cookie: `session=${secret}` };
        const log = ['--log', path.join(stage.home, 'log'), '-v'];
        await stage.interrupt(900_000, 'SIGINT', { ...job, extra: log });
        stage.server.handler = (_request, wire) => wire.send(plain(403, 'no'));
        await stage.run({ ...job, extra: log });
      },
      expect: { exit: 4, codes: ['AUTH_EXPIRED'], partial: 'kept' },
      peers: false,
      check: function* (stage) {
        if (readFileSync(path.join(stage.home, 'log')).length === 0) yield 'the log is empty';
      },
    },
    ...injections.map(([what, job], index): FaultCase => ({
      id: `S6${'abcdef'[index]}`,
      name: `a line end in ${what} is refused`,
      size,
      job,
      expect: { exit: 2, partial: 'gone' },
      check: function* (stage) {
        if (stage.server.requests.some(({ headers }) => headers.has('x-injected'))) yield 'a header was injected';
        if (stage.server.requests.length > 0) yield 'a request was sent';
      },
    })),
    {
      id: 'S6g',
      name: 'a line end in a link never becomes a header',
      size,
      script: (stage) => stage.run({ urls: [`${stage.server.url('/file.bin')}\r\nX-Injected: yes`] }),
      expect: { exit: [0, 2] },
      check: function* (stage) {
        if (stage.server.requests.some(({ headers }) => headers.has('x-injected'))) yield 'a header was injected';
      },
    },
    {
      id: 'S6h',
      name: 'coded line ends in a Location never become a header',
      size,
      serve: (stage) =>
        spoil(stage, every, (request, wire) =>
          wire.send(
            request.path === '/file.bin'
              ? plain(302, '', [['Location', '/next%0d%0aX-Injected:%20yes']])
              : honestAnswer(stage.file, request),
          ),
        ),
      expect: { exit: 0 },
      check: function* (stage) {
        if (stage.server.requests.some(({ headers }) => headers.has('x-injected'))) yield 'a header was injected';
      },
    },
    ...['file:///etc/passwd', 'javascript:alert(1)', 'gopher://127.0.0.1/', 'not a link', 'http://', 'http://[::1', ''].map(
      (link, index): FaultCase => ({
        id: `S8${'abcdefg'[index]}`,
        name: `the link ${JSON.stringify(link)} is refused`,
        size,
        job: { urls: [link] },
        expect: { exit: 2, codes: ['BAD_URL', 'UNSUPPORTED_PROTOCOL', 'BAD_INPUT'], partial: 'gone' },
        peers: false,
      }),
    ),
  ],
};
