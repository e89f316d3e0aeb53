/** Fault 39 and its kind: files and answers of an unusual shape that are nevertheless right. */
import { Answer, honestAnswer, plain } from '../../hostile/answer.ts';
import { chunked, untilClose } from '../../hostile/delivery.ts';
import type { HostileRequest } from '../../hostile/request.ts';
import type { CaseGroup } from '../case.ts';
import { every, first, lie, ranged, spoil } from '../kit.ts';
import type { Stage } from '../stage.ts';

export const shapes: CaseGroup = {
  title: 'Empty files and unusual shapes',
  cases: [
    {
      id: '39',
      name: 'an empty file with a length',
      serve: emptyFile(() => new Answer(200, [['Content-Length', '0']])),
      expect: { exit: 0 },
    },
    {
      id: '39b',
      name: 'an empty file refused as a range (416 */0)',
      serve: emptyFile((request) =>
        request.range ? plain(416, '', [['Content-Range', 'bytes */0']]) : new Answer(200, [['Content-Length', '0']]),
      ),
      expect: { exit: 0 },
    },
    {
      id: '39c',
      name: 'an empty file in chunks',
      serve: (stage) => {
        stage.file = { ...stage.file, bytes: Buffer.alloc(0) };
        return spoil(stage, every, (_request, wire) => wire.send(new Answer(200, [['Transfer-Encoding', 'chunked']]), chunked()));
      },
      expect: { exit: 0 },
    },
    {
      id: '39d',
      name: 'a file of one byte',
      size: 1,
      serve: (stage) => {
        stage.file = { ...stage.file, bytes: Buffer.from('x') };
        return spoil(
          stage,
          first,
          lie(stage, () => undefined),
        );
      },
      expect: { exit: 0 },
    },
    {
      id: '39e',
      name: 'a 206 without a length that ends with the connection',
      serve: (stage) =>
        spoil(stage, ranged, async (request, wire) => {
          const answer = honestAnswer(stage.file, request).set('Content-Length', null).set('Connection', 'close');
          await wire.send(answer, untilClose);
        }),
      expect: { exit: 0 },
    },
    {
      id: '39f',
      name: 'parts in chunks',
      serve: (stage) =>
        spoil(stage, ranged, async (request, wire) => {
          const answer = honestAnswer(stage.file, request).set('Content-Length', null).set('Transfer-Encoding', 'chunked');
          await wire.send(answer, chunked());
        }),
      expect: { exit: 0 },
    },
  ],
};

function emptyFile(answer: (request: HostileRequest) => Answer): (stage: Stage) => ReturnType<typeof spoil> {
  return (stage) => {
    stage.file = { ...stage.file, bytes: Buffer.alloc(0) };
    return spoil(stage, every, (request, wire) => wire.send(answer(request)));
  };
}
