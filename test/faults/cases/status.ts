/** Faults 12 to 15, 20, 21, 24 and 25: answers that are not what was asked for. */
import { Answer, honestAnswer, plain } from '../../hostile/answer.ts';
import type { Handler } from '../../hostile/server.ts';
import type { CaseGroup } from '../case.ts';
import { every, later, lie, once, ranged, resume, resumed, say, spoil, unlessBusy, withoutRanges } from '../kit.ts';
import type { Stage } from '../stage.ts';

const page = '<!doctype html><title>Please wait</title><p>The server is busy.</p>'.repeat(8);

const htmlPage = (status: number): Answer =>
  new Answer(
    status,
    [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Content-Length', String(page.length)],
    ],
    page,
  );

/** A page with the head of a right part: only its type tells. */
const pageAsPart = (stage: Stage): Handler =>
  lie(stage, (answer) => {
    answer.set('Content-Type', 'text/html');
    answer.body = Buffer.from(page.repeat(Math.ceil(answer.body.length / page.length))).subarray(0, answer.body.length);
  });

export const status: CaseGroup = {
  title: 'Status and headers',
  cases: [
    {
      id: '12',
      name: 'ranges are ignored, the answer is always 200',
      serve: (stage) => spoil(stage, ranged, withoutRanges(stage)),
      expect: { exit: 0, notices: ['single_stream'] },
    },
    {
      id: '12b',
      name: '206 at first, 200 to every later range',
      serve: (stage) => spoil(stage, later, withoutRanges(stage)),
      expect: { exit: 0 },
    },
    {
      id: '12c',
      name: '200 to every second later range',
      serve: (stage) => spoil(stage, (request) => later(request) && request.ordinal % 2 === 1, withoutRanges(stage)),
      expect: { exit: 0 },
    },
    {
      id: '12d',
      name: 'ranges are gone on resume: 200 from the start',
      serve: (stage) => spoil(stage, resumed(stage), withoutRanges(stage)),
      script: (stage) => resume(stage),
      expect: { exit: 0, notices: ['single_stream'] },
    },
    {
      id: '12e',
      name: '200 without a length to every later range',
      serve: (stage) =>
        spoil(
          stage,
          later,
          withoutRanges(
            stage,
            (answer) => answer.set('Content-Length', null),
            async (wire, body) => {
              await wire.writeBody(body);
              wire.finish();
            },
          ),
        ),
      expect: { exit: 0 },
    },
    {
      id: '13',
      name: 'more than two connections get an error page with 200',
      serve: (stage) => unlessBusy(stage, 2, say(htmlPage(200))),
      job: { connections: 8 },
      expect: { exit: 0 },
    },
    {
      id: '13b',
      name: 'more than two connections get an error page as their part',
      serve: (stage) => unlessBusy(stage, 2, pageAsPart(stage)),
      job: { connections: 8 },
      expect: { exit: 0 },
    },
    {
      id: '13c',
      name: 'every later range is an error page with 200',
      serve: (stage) => spoil(stage, later, say(htmlPage(200))),
      expect: { exit: 0 },
    },
    {
      id: '13d',
      name: 'every later range is an error page as its part',
      serve: (stage) => spoil(stage, later, pageAsPart(stage)),
      expect: { exit: 0 },
    },
    {
      id: '14',
      name: 'Content-Length and Content-Range disagree on the first part',
      serve: (stage) =>
        spoil(
          stage,
          ranged,
          lie(stage, (answer) => answer.set('Content-Length', String(answer.body.length + 10))),
        ),
      expect: { exit: 0 },
    },
    {
      id: '14b',
      name: 'Content-Length is shorter than the Content-Range of later parts',
      serve: (stage) =>
        spoil(
          stage,
          later,
          lie(stage, (answer) => {
            answer.body = answer.body.subarray(0, answer.body.length - 10);
            answer.set('Content-Length', String(answer.body.length));
          }),
        ),
      expect: { exit: 0 },
    },
    {
      id: '14c',
      name: 'a later part disagrees with itself once',
      serve: (stage) =>
        spoil(
          stage,
          once(later),
          lie(stage, (answer) => answer.set('Content-Length', String(answer.body.length + 1))),
        ),
      expect: { exit: 0 },
    },
    {
      id: '15',
      name: 'a resume is answered by a login page',
      serve: (stage) => spoil(stage, resumed(stage), say(htmlPage(200))),
      script: (stage) => resume(stage),
      expect: { exit: 5, codes: ['CONTENT_CHANGED'], partial: 'kept' },
    },
    {
      id: '15b',
      name: 'a resume is redirected to a login page',
      serve: (stage) =>
        spoil(stage, resumed(stage), (request, wire) =>
          wire.send(request.path === '/login' ? htmlPage(200) : plain(302, '', [['Location', '/login']])),
        ),
      script: (stage) => resume(stage),
      expect: { exit: 5, codes: ['CONTENT_CHANGED'], partial: 'kept' },
    },
    {
      id: '20',
      name: '204 in place of the file',
      serve: (stage) => spoil(stage, every, say(new Answer(204))),
      expect: { exit: 4, codes: ['BAD_CONTENT'], partial: 'gone' },
    },
    {
      id: '20b',
      name: '205 in place of the file',
      serve: (stage) => spoil(stage, every, say(plain(205))),
      expect: { exit: 4, codes: ['BAD_CONTENT'], partial: 'gone' },
    },
    {
      id: '20c',
      name: '204 to one later range',
      serve: (stage) => spoil(stage, once(later), say(new Answer(204))),
      expect: { exit: 0 },
    },
    {
      id: '21',
      name: '304 that nobody asked for',
      serve: (stage) => spoil(stage, every, say(new Answer(304))),
      expect: { exit: 4, codes: ['PROTOCOL'], partial: 'gone' },
    },
    {
      id: '24',
      name: 'HEAD is refused',
      serve: (stage) => (request, wire) => wire.send(request.method === 'HEAD' ? plain(405) : honestAnswer(stage.file, request)),
      expect: { exit: 0 },
    },
    {
      id: '24b',
      name: 'HEAD tells another length',
      serve: (stage) => (request, wire) => {
        const answer = honestAnswer(stage.file, request);
        return wire.send(request.method === 'HEAD' ? answer.set('Content-Length', '12') : answer);
      },
      expect: { exit: 0 },
    },
    {
      id: '25',
      name: 'Accept-Ranges: bytes, and ranges are ignored',
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(stage, (answer) => answer.set('Accept-Ranges', 'bytes')),
        ),
      expect: { exit: 0 },
    },
    {
      id: '25b',
      name: 'Accept-Ranges: none is believed',
      serve: (stage) =>
        spoil(
          stage,
          every,
          withoutRanges(stage, (answer) => answer.set('Accept-Ranges', 'none')),
        ),
      expect: { exit: 0 },
      check: function* (stage) {
        if (stage.server.mostOpen > 1) yield `${stage.server.mostOpen} connections to a server without ranges`;
      },
    },
    {
      id: '25c',
      name: '403 to any request with a Range, the whole is free',
      serve: (stage) => spoil(stage, ranged, say(plain(403, 'no ranges'))),
      expect: { exit: 0 },
    },
    {
      id: '25d',
      name: '400 to later ranges, the whole is free',
      serve: (stage) => spoil(stage, later, say(plain(400, 'bad request'))),
      expect: { exit: 0 },
    },
  ],
};
