/** That the harness works; how fast anything is, is nothing that a test can tell. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { curl, ours } from './contenders.ts';
import { duel } from './duel.ts';
import { markdownTable, withResults, type Report } from './report.ts';
import { rowsOf } from './row.ts';
import type { Stage } from './scene.ts';
import { BucketServer } from './servers/bucket-server.ts';
import { Link, linkObstacle } from './servers/link.ts';
import { Nginx } from './servers/nginx.ts';
import { spreadOf } from './statistics.ts';
import { mebibyte, Workspace } from './workspace.ts';

function newStage(): Stage {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const workspace = new Workspace(parent);
  onTestFinished(() => {
    workspace[Symbol.dispose]();
    expect(readdirSync(parent)).toEqual([]);
    rmSync(parent, { recursive: true });
  });
  return { mode: 'quick', workspace, rounds: (quick) => quick, minutes: (quick) => quick, profiler: null, say: () => undefined };
}

test('two contenders download the same file from nginx, and a row comes of it', async () => {
  const stage = newStage();
  const content = await stage.workspace.content(mebibyte);
  await using nginx = await Nginx.start(stage.workspace, { tls: true });

  const rounds = await duel(stage, {
    contenders: { ours: ours(), curl },
    content,
    urlOf: (name) => nginx.url(name),
    certificate: nginx.certificate,
    rounds: 1,
  });
  const [row] = rowsOf(
    'smoke',
    [{ name: 'time', unit: 'ratio', atMost: 1e6, of: (round: (typeof rounds)[0]) => round.ours.wall / round.curl.wall }],
    rounds,
  );

  expect(row).toMatchObject({ scene: 'smoke', ok: true, values: [expect.any(Number)] });
  expect(row?.median).toBeGreaterThan(0);
  for (const usage of [rounds[0]?.ours, rounds[0]?.curl]) expect(usage?.wall).toBeGreaterThan(0);
  expect(rounds[0]?.ours.memory).toBeGreaterThan(mebibyte);
});

test('another file than the one that was served is not measured', async () => {
  const stage = newStage();
  const content = await stage.workspace.content(mebibyte);
  await stage.workspace.content(mebibyte / 2);
  await using nginx = await Nginx.start(stage.workspace);
  const other = (): string => nginx.url(`${mebibyte / 2}.bin`);
  await expect(duel(stage, { contenders: { curl }, content, urlOf: other, rounds: 1 })).rejects.toThrow('cmp');
});

test('a connection of the bucket server gains nothing by asking often', async () => {
  const stage = newStage();
  const content = await stage.workspace.content(mebibyte / 4);
  await using server = await BucketServer.start(stage.workspace, { rate: mebibyte, slow: [] });
  const url = server.url(content.name);
  const start = performance.now();
  for (let piece = 0; piece < 4; piece++) {
    const answer = await fetch(url, { headers: { range: `bytes=${piece * 65536}-${(piece + 1) * 65536 - 1}` } });
    expect(answer.status).toBe(206);
    expect((await answer.bytes()).length).toBe(65536);
  }
  // A quarter of a second's worth, less what a connection may save up.
  expect(performance.now() - start).toBeGreaterThan(150);
});

test('results take their place in the document', () => {
  const values = [3, 1, 2];
  expect(spreadOf(values)).toEqual({ low: 1.5, median: 2, high: 2.5 });
  const rows = rowsOf('scene', [{ name: 'work', unit: 'ratio', atMost: 1.5, of: (value: number) => value }], values);
  const report: Report = { mode: 'quick', at: '2030-01-02T03:04:05Z', machine: 'one', node: '24', rows, obstacles: [] };
  const document = 'Before\n<!-- results: begin -->old<!-- results: end -->\nAfter\n';
  const written = withResults(document, report);
  expect(written).toContain('| work | 2.00 | ≤ 1.50 | 1.50 – 2.50 | 3 | missed |');
  expect(written).toContain(markdownTable(report));
  expect(written).toMatch(/^Before\n/);
  expect(written).toMatch(/\nAfter\n$/);
  expect(written).not.toContain('old');
  expect(withResults(written, report)).toBe(written);
});

test('servers that have ended leave nothing to the end of the program: Node would warn of so many listeners', async () => {
  const stage = newStage();
  const before = process.listenerCount('exit');
  const nginx = await Nginx.start(stage.workspace);
  await nginx[Symbol.asyncDispose]();
  if (linkObstacle() === null) {
    const link = await Link.start(stage.workspace, { roundTrip: 1, rate: 100, loss: 0 });
    await link[Symbol.asyncDispose]();
  }
  expect(process.listenerCount('exit')).toBe(before);
});
