/** The look at the places where parts meet that nothing vouches for. */
import { expect, onTestFinished, test } from 'vitest';
import { honestAnswer } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import { Scene } from '../repair/scene.ts';

test('a download can be paused while it waits for the server to send a seam again', async () => {
  const scene = await Scene.open(content(1, 6 * 1024 * 1024));
  onTestFinished(() => scene.close());
  let silent = false;
  scene.server.handler = (request, wire) => {
    const { start = 0, end } = request.range ?? {};
    const isSeam = end !== null && end !== undefined && end - start <= 16 * 1024;
    silent ||= isSeam;
    return isSeam ? wire.hold() : wire.send(honestAnswer({ ...scene.file, etag: null }, request));
  };
  const session = await scene.run({ connections: 2, idleTimeout: 600_000 }, () => silent);
  expect(session.end.status).toBe('paused');
  expect(silent).toBe(true);
});
