/** Faults 49 to 53: redirects that loop, expire, lead elsewhere, or need a cookie. */
import { honestAnswer, plain } from '../../hostile/answer.ts';
import { authorityFile, certificates } from '../../hostile/certificates.ts';
import { content } from '../../hostile/content.ts';
import type { Handler } from '../../hostile/server.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { every, later, spoil } from '../kit.ts';
import { hosted, type Stage } from '../stage.ts';

const mib = 1024 * 1024;

const to =
  (location: string, status = 302): Handler =>
  (_request, wire) =>
    wire.send(plain(status, '', [['Location', location]]));

/** Serves the stage's file under every path but those named. */
const at =
  (stage: Stage, special: Readonly<Record<string, Handler>>): Handler =>
  (request, wire) =>
    (special[request.path] ?? serveFile(stage))(request, wire);

const serveFile =
  (stage: Stage): Handler =>
  (request, wire) =>
    wire.send(honestAnswer(stage.file, request));

/** Targets that a redirect must never lead to, whatever the file behind them. */
/** Redirects every request to a stranger, with a cookie that the stranger must not see. */
async function runRedirected(stage: Stage, cookie: string): Promise<void> {
  const other = await stage.also(serveFile(stage), { host: '127.0.0.9' });
  stage.strangers.push(other);
  stage.server.handler = spoil(stage, every, (_request, wire) =>
    wire.send(
      plain(302, '', [
        ['Location', other.url('/file.bin')],
        ['Set-Cookie', cookie],
      ]),
    ),
  );
  await stage.run();
}

const unsafe: readonly (readonly [string, string])[] = [
  ['a local file', 'file:///etc/passwd'],
  ['a data address', 'data:application/octet-stream;base64,AAAA'],
  ['a script', 'javascript:alert(1)'],
  ['a UNC path', '\\\\127.0.0.1\\share\\file.bin'],
  ['a file address with a host', 'file://127.0.0.1/share/file.bin'],
  ['an FTP address', 'ftp://127.0.0.1/file.bin'],
  ['a gopher address', 'gopher://127.0.0.1/1file'],
];

export const redirects: CaseGroup = {
  title: 'Redirects and cookies',
  cases: [
    {
      id: '49',
      name: 'a redirect to itself',
      serve: (stage) => spoil(stage, every, (request, wire) => to(request.target)(request, wire)),
      expect: { exit: 4, codes: ['TOO_MANY_REDIRECTS'], partial: 'gone' },
    },
    {
      id: '49b',
      name: 'two addresses that point at each other',
      serve: (stage) => spoil(stage, every, (request, wire) => to(request.path === '/a' ? '/b' : '/a')(request, wire)),
      expect: { exit: 4, codes: ['TOO_MANY_REDIRECTS'], partial: 'gone' },
    },
    {
      id: '49c',
      name: 'redirects to ever new addresses',
      serve: (stage) => spoil(stage, every, (request, wire) => to(`/next-${request.ordinal}`)(request, wire)),
      expect: { exit: 4, codes: ['TOO_MANY_REDIRECTS'], partial: 'gone' },
    },
    ...[301, 302, 303, 307, 308].map((status, index): FaultCase => ({
      id: `49${'defgh'[index]}`,
      name: `five redirects with ${status} are followed`,
      serve: (stage) =>
        at(
          stage,
          Object.fromEntries(
            [0, 1, 2, 3, 4].map((hop) => [
              hop === 0 ? '/file.bin' : `/hop-${hop}`,
              to(hop === 4 ? '/end/file.bin' : `/hop-${hop + 1}`, status),
            ]),
          ),
        ),
      expect: { exit: 0 },
    })),
    {
      id: '49i',
      name: 'a redirect without a Location',
      serve: (stage) => spoil(stage, every, (_request, wire) => wire.send(plain(302))),
      expect: { exit: 4, codes: ['BAD_REDIRECT', 'PROTOCOL'], partial: 'gone' },
    },
    {
      id: '49j',
      name: 'a redirect to an address that is none',
      serve: (stage) => spoil(stage, every, to('http://:99999/')),
      expect: { exit: [4, 8], codes: ['BAD_REDIRECT', 'UNSAFE_REDIRECT'], partial: 'gone' },
    },
    {
      id: '49k',
      name: 'relative, dotted and fragmented targets are resolved',
      script: (stage) => {
        stage.server.handler = at(stage, {
          '/file.bin': to('deeper/../other'),
          '/other': to(`//127.0.0.1:${stage.server.port}/third#part`),
        });
        return stage.run();
      },
      expect: { exit: 0 },
    },
    {
      id: '50',
      name: 'later ranges are redirected to another server with the same file',
      script: async (stage) => {
        const mirror = await stage.also(serveFile(stage));
        stage.server.handler = spoil(stage, later, (request, wire) => to(mirror.url('/file.bin'))(request, wire));
        await stage.run();
      },
      expect: { exit: 0 },
    },
    {
      id: '50b',
      name: 'later ranges are redirected to another file of the same size',
      script: async (stage) => {
        const trap = await stage.also((request, wire) => wire.send(honestAnswer(hosted(content(5, stage.file.bytes.length)), request)));
        stage.server.handler = spoil(stage, later, (request, wire) => to(trap.url('/file.bin'))(request, wire));
        await stage.run();
      },
      expect: { exit: [0, 5], codes: ['CONTENT_CHANGED'] },
    },
    {
      id: '50c',
      name: 'later ranges are redirected to another file without validators',
      serve: (stage) => {
        stage.file = { ...stage.file, etag: null, modified: null };
        return serveFile(stage);
      },
      script: async (stage) => {
        const trap = await stage.also((request, wire) =>
          wire.send(honestAnswer(hosted(content(5, stage.file.bytes.length), { etag: null, modified: null }), request)),
        );
        stage.server.handler = spoil(stage, later, (request, wire) => to(trap.url('/file.bin'))(request, wire));
        await stage.run();
      },
      expect: { exit: [0, 5], codes: ['CONTENT_CHANGED'] },
    },
    {
      id: '51',
      name: 'the target that a redirect led to expires after two requests',
      serve: signedTargets(2),
      expect: { exit: 0 },
    },
    {
      id: '51b',
      name: 'the target that a redirect led to has expired on resume',
      serve: signedTargets(Infinity),
      script: async (stage) => {
        await stage.interrupt(900_000);
        stage.server.handler = signedTargets(Infinity, 'second')(stage);
        await stage.run();
      },
      expect: { exit: 0, notices: ['resumed'] },
    },
    {
      id: '52',
      name: 'from https down to http',
      listen: { tls: () => certificates.good },
      job: { authority: authorityFile },
      script: async (stage) => {
        const open = await stage.also(serveFile(stage));
        stage.server.handler = spoil(stage, every, to(open.url('/file.bin')));
        await stage.run();
      },
      expect: { exit: 8, codes: ['DOWNGRADE'], partial: 'gone' },
    },
    {
      id: '52b',
      name: 'from http up to https is followed',
      job: { authority: authorityFile },
      script: async (stage) => {
        const safe = await stage.also(serveFile(stage), { tls: () => certificates.good });
        stage.server.handler = spoil(stage, every, to(safe.url('/file.bin')));
        await stage.run();
      },
      expect: { exit: 0 },
    },
    ...cookies(),
    ...unsafe.map(([what, location], index): FaultCase => ({
      id: `S7${'abcdefg'[index]}`,
      name: `a redirect to ${what}`,
      serve: (stage) => spoil(stage, every, to(location)),
      expect: { exit: [4, 8], codes: ['UNSAFE_REDIRECT', 'BAD_REDIRECT'], partial: 'gone' },
    })),
    {
      id: 'S7h',
      name: 'only later ranges are redirected to a local file',
      serve: (stage) => spoil(stage, later, to('file:///etc/passwd')),
      expect: { exit: [0, 4, 8], codes: ['UNSAFE_REDIRECT', 'BAD_REDIRECT'] },
    },
  ],
};

/** Redirects to an address that is good for so many requests; a used-up one is forbidden. */
function signedTargets(uses: number, secret = 'first'): (stage: Stage) => Handler {
  return (stage) => {
    const left = new Map<string, number>();
    let issued = 0;
    return (request, wire) => {
      if (request.path !== '/signed') {
        issued += 1;
        const token = `${secret}-${issued}`;
        left.set(token, uses);
        return wire.send(plain(302, '', [['Location', `/signed?token=${token}`]]));
      }
      const token = request.target.split('token=')[1] ?? '';
      const remaining = left.get(token) ?? 0;
      left.set(token, remaining - 1);
      return wire.send(remaining > 0 ? honestAnswer(stage.file, request) : plain(403, 'expired'));
    };
  };
}

/** 53, and what a jar must not do. */
function cookies(): FaultCase[] {
  const needs =
    (stage: Stage, cookie: string, setting: string): Handler =>
    (request, wire) => {
      const known = (request.headers.get('cookie') ?? '').includes(cookie);
      if (request.path === '/file.bin')
        return wire.send(
          plain(302, '', [
            ['Location', '/download/file.bin'],
            ['Set-Cookie', setting],
          ]),
        );
      return wire.send(known ? honestAnswer(stage.file, request) : plain(403, 'no cookie'));
    };
  return [
    {
      id: '53',
      name: 'a cookie set on the way is needed by every request',
      serve: (stage) => needs(stage, 'pass=granted', 'pass=granted; Path=/; HttpOnly'),
      expect: { exit: 0 },
    },
    {
      id: '53b',
      name: 'a cookie set by the first answer is needed by later ranges',
      serve: (stage) => (request, wire) => {
        const known = (request.headers.get('cookie') ?? '').includes('pass=granted');
        if (later(request) && !known) return wire.send(plain(403, 'no cookie'));
        return wire.send(honestAnswer(stage.file, request).add('Set-Cookie', 'pass=granted; Path=/'));
      },
      expect: { exit: 0 },
      check: function* (stage) {
        const bare = stage.server.requests.filter(({ range, headers }) => (range?.start ?? 0) > 0 && !headers.has('cookie'));
        if (bare.length > 0) yield `${bare.length} later requests came without the cookie`;
      },
    },
    {
      id: '53g',
      name: 'a cookie of one port is not told to another',
      script: async (stage) => {
        stage.secrets.push('port-secret');
        const stranger = await stage.also((request, wire) => wire.send(honestAnswer(stage.file, request)));
        stage.strangers.push(stranger);
        stage.server.handler = (_request, wire) =>
          wire.send(
            plain(302, '', [
              ['Set-Cookie', 'pass=port-secret; Path=/'],
              ['Location', stranger.url('/file.bin')],
            ]),
          );
        await stage.run();
      },
      expect: { exit: 0 },
    },
    {
      id: '53c',
      name: 'a cookie of one host is not told to another',
      size: mib,
      script: async (stage) => {
        stage.secrets.push('host-secret');
        await runRedirected(stage, 'pass=host-secret; Path=/');
      },
      expect: { exit: 0 },
    },
    {
      id: '53d',
      name: 'a cookie for another domain is refused',
      size: mib,
      script: async (stage) => {
        stage.secrets.push('planted-secret');
        await runRedirected(stage, 'pass=planted-secret; Domain=127.0.0.9; Path=/');
      },
      expect: { exit: 0 },
    },
    {
      id: '53e',
      name: 'a Secure cookie is told over https',
      size: mib,
      job: { authority: authorityFile },
      listen: { tls: () => certificates.good },
      script: async (stage) => {
        stage.server.handler = (request, wire) => {
          if (request.path === '/file.bin')
            return wire.send(
              plain(302, '', [
                ['Location', '/second'],
                ['Set-Cookie', 'pass=granted; Secure; Path=/'],
              ]),
            );
          return wire.send((request.headers.get('cookie') ?? '').includes('granted') ? honestAnswer(stage.file, request) : plain(403));
        };
        await stage.run();
      },
      expect: { exit: 0 },
    },
    {
      id: '53f',
      name: 'an endless number of cookies is no harm',
      size: mib,
      serve: (stage) =>
        spoil(stage, every, (request, wire) => {
          const answer = honestAnswer(stage.file, request);
          for (let index = 0; index < 80; index += 1) answer.add('Set-Cookie', `c${index}=${'v'.repeat(60)}; Path=/`);
          return wire.send(answer);
        }),
      expect: { exit: 0 },
    },
  ];
}
