/** Faults 16 to 19: servers that refuse, ask for patience or have an error. */
import { honestAnswer, plain } from '../../hostile/answer.ts';
import type { Handler } from '../../hostile/server.ts';
import type { CaseGroup, FaultCase } from '../case.ts';
import { every, first, later, ranged, resume, resumed, say, spoil, times, unlessBusy } from '../kit.ts';

export const refusals: CaseGroup = {
  title: 'Refusals, patience and errors',
  cases: [...access(), ...missing(), ...waits(), ...serverErrors()],
};

/** 16: access that ends, or was never there. */
function access(): FaultCase[] {
  return [
    {
      id: '16',
      name: '403 to every later range, the first connection goes on',
      serve: (stage) => spoil(stage, later, say(plain(403, 'no'))),
      expect: { exit: 0 },
    },
    {
      id: '16b',
      name: '401 to every later range, the first connection goes on',
      serve: (stage) => spoil(stage, later, say(plain(401, 'no', [['WWW-Authenticate', 'Basic realm="x"']]))),
      expect: { exit: 0 },
    },
    {
      id: '16c',
      name: 'the link has expired on resume (403)',
      serve: (stage) => spoil(stage, resumed(stage), say(plain(403, 'expired'))),
      script: (stage) => resume(stage),
      expect: { exit: 4, codes: ['AUTH_EXPIRED'], partial: 'kept' },
    },
    {
      id: '16d',
      name: 'the link has expired on resume (401)',
      serve: (stage) => spoil(stage, resumed(stage), say(plain(401, 'expired', [['WWW-Authenticate', 'Bearer']]))),
      script: (stage) => resume(stage),
      expect: { exit: 4, codes: ['AUTH_EXPIRED'], partial: 'kept' },
    },
    {
      id: '16e',
      name: 'a password is needed and none was given',
      serve: (stage) => spoil(stage, every, say(plain(401, 'who?', [['WWW-Authenticate', 'Basic realm="x"']]))),
      expect: { exit: 4, codes: ['AUTH_REQUIRED'], partial: 'gone' },
    },
    {
      id: '16f',
      name: 'the file is forbidden',
      serve: (stage) => spoil(stage, every, say(plain(403, 'no'))),
      expect: { exit: 4, codes: ['FORBIDDEN'], partial: 'gone' },
    },
    {
      id: '16g',
      name: 'the password that was given is wrong',
      job: { user: 'ada:wrong-password' },
      serve: (stage) => {
        stage.secrets.push('wrong-password');
        return spoil(stage, every, say(plain(401, 'who?', [['WWW-Authenticate', 'Basic realm="x"']])));
      },
      expect: { exit: 4, codes: ['AUTH_REQUIRED'], partial: 'gone' },
    },
    {
      id: '16h',
      name: 'the password that was given is right',
      job: { user: 'ada:right-password' },
      serve: (stage) => {
        stage.secrets.push('right-password');
        const right = `Basic ${Buffer.from('ada:right-password').toString('base64')}`;
        return (request, wire) =>
          wire.send(
            request.headers.get('authorization') === right
              ? honestAnswer(stage.file, request)
              : plain(401, 'who?', [['WWW-Authenticate', 'Basic realm="x"']]),
          );
      },
      expect: { exit: 0 },
    },
  ];
}

/** 17: a file that is gone, or never was. */
function missing(): FaultCase[] {
  return [
    {
      id: '17',
      name: 'the file is gone on resume (404)',
      serve: (stage) => spoil(stage, resumed(stage), say(plain(404, 'gone'))),
      script: (stage) => resume(stage),
      expect: { exit: 4, codes: ['NOT_FOUND'], partial: 'kept' },
    },
    {
      id: '17b',
      name: 'the file is gone on resume (410)',
      serve: (stage) => spoil(stage, resumed(stage), say(plain(410, 'gone'))),
      script: (stage) => resume(stage),
      expect: { exit: 4, codes: ['NOT_FOUND'], partial: 'kept' },
    },
    {
      id: '17c',
      name: 'there is no such file',
      serve: (stage) => spoil(stage, every, say(plain(404, 'no'))),
      expect: { exit: 4, codes: ['NOT_FOUND'], partial: 'gone' },
      check: function* (stage) {
        if (stage.server.requests.length > 1) yield `a final answer was asked for ${stage.server.requests.length} times`;
      },
    },
  ];
}

/** 18: servers that ask for patience. */
function waits(): FaultCase[] {
  const busy = (status: number, retryAfter: string | null): Handler =>
    say(plain(status, 'busy', retryAfter === null ? [] : [['Retry-After', retryAfter]]));
  return [
    {
      id: '18',
      name: '503 with Retry-After: 1 is waited for',
      serve: (stage) => spoil(stage, first, busy(503, '1')),
      expect: { exit: 0 },
      check: function* (stage) {
        if (stage.lastRun.elapsed < 1000) yield 'it did not wait the second that was asked for';
      },
    },
    {
      id: '18b',
      name: '429 with a Retry-After date is waited for',
      serve: (stage) =>
        spoil(stage, first, (_request, wire) =>
          wire.send(plain(429, 'slow down', [['Retry-After', new Date(Date.now() + 2000).toUTCString()]])),
        ),
      expect: { exit: 0 },
      check: function* (stage) {
        if (stage.lastRun.elapsed < 900) yield 'it did not wait for the date that was asked for';
      },
    },
    {
      id: '18c',
      name: 'a Retry-After of thirty years can be interrupted',
      serve: (stage) => spoil(stage, every, busy(503, '999999999')),
      script: async (stage) => {
        const program = stage.start();
        await program.event(({ event, code }) => event === 'notice' && code === 'waiting');
        program.kill('SIGINT');
        await stage.finish(program);
      },
      expect: { exit: 130, notices: ['waiting'], within: 5000 },
      peers: false,
    },
    {
      id: '18d',
      name: 'a Retry-After of nonsense is passed over',
      serve: (stage) => spoil(stage, times(2, every), busy(503, '-5; soon')),
      expect: { exit: 0, within: 5000 },
    },
    {
      id: '18e',
      name: 'a Retry-After date in the past does not wait',
      serve: (stage) => spoil(stage, times(2, every), busy(503, 'Sun, 06 Nov 1994 08:49:37 GMT')),
      expect: { exit: 0, within: 5000 },
    },
    {
      id: '18f',
      name: '429 to more than two connections',
      serve: (stage) => unlessBusy(stage, 2, busy(429, '0')),
      job: { connections: 8, retries: 2 },
      expect: { exit: 0 },
    },
    {
      id: '18g',
      name: '503 for ever',
      serve: (stage) => spoil(stage, every, busy(503, '0')),
      expect: { exit: 4, codes: ['BUSY', 'SERVER_ERROR'], partial: 'gone' },
    },
    {
      id: '18h',
      name: '429 for ever, without Retry-After',
      serve: (stage) => spoil(stage, every, busy(429, null)),
      expect: { exit: 4, codes: ['BUSY'], partial: 'gone' },
    },
    {
      id: '18i',
      name: '503 to every later range',
      serve: (stage) => spoil(stage, later, busy(503, null)),
      expect: { exit: 0 },
    },
  ];
}

/** 19: errors of the server, passing and final. */
function serverErrors(): FaultCase[] {
  const passing = [500, 502, 504, 408].map((code, index): FaultCase => ({
    id: `19${'abcd'[index]}`,
    name: `${code} twice, then the file`,
    serve: (stage) => spoil(stage, times(2, every), say(plain(code, 'error'))),
    expect: { exit: 0 },
  }));
  const final = [501, 505].map((code, index): FaultCase => ({
    id: `19${'ef'[index]}`,
    name: `${code} is final`,
    serve: (stage) => spoil(stage, every, say(plain(code, 'never'))),
    expect: { exit: 4, codes: ['REFUSED', 'SERVER_ERROR'], partial: 'gone' },
    check: function* (stage) {
      if (stage.server.requests.length > 1) yield `asked ${stage.server.requests.length} times`;
    },
  }));
  return [
    ...passing,
    ...final,
    {
      id: '19g',
      name: '500 for ever',
      serve: (stage) => spoil(stage, every, say(plain(500, 'error'))),
      expect: { exit: 4, codes: ['SERVER_ERROR'], partial: 'gone' },
      check: function* (stage) {
        if (stage.server.requests.length !== 4) yield `${stage.server.requests.length} requests for one try and three more`;
      },
    },
    {
      id: '19h',
      name: '500 to every later range',
      serve: (stage) => spoil(stage, later, say(plain(500, 'error'))),
      expect: { exit: 0 },
    },
    {
      id: '19i',
      name: '500 to any request with a Range, the whole is sound',
      serve: (stage) => spoil(stage, ranged, say(plain(500, 'error'))),
      expect: { exit: 0 },
    },
    {
      id: '19j',
      name: '500 for ever on resume keeps the partial',
      serve: (stage) => spoil(stage, resumed(stage), say(plain(500, 'error'))),
      script: (stage) => resume(stage),
      expect: { exit: 4, codes: ['SERVER_ERROR'], partial: 'kept' },
    },
  ];
}
