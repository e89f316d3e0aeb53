/** A link that expires in the middle, and the one that takes its place; then the report that tells of both. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { honestAnswer, plain } from '../hostile/answer.ts';
import { content } from '../hostile/content.ts';
import { HostileServer } from '../hostile/server.ts';
import { addDownload, downloadRow as row, expect, test } from './steps.ts';

const MiB = 1024 * 1024;
const bytes = content(5, 8 * MiB);

test('an expired link is refreshed, and what has arrived is kept', async ({ window, userData }) => {
  let valid = '/old/data.bin';
  const server = await HostileServer.start((request, wire) => {
    const file = { bytes, type: 'application/octet-stream', etag: '"one"', modified: null };
    return wire.send(request.path === valid ? honestAnswer(file, request) : plain(request.path.endsWith('data.bin') ? 403 : 404));
  });
  try {
    server.flow.holdAfter(6 * MiB);
    const folder = path.join(userData, 'files');
    await addDownload(window, { links: server.url('/old/data.bin'), folder, connections: '4' });
    await server.flow.reached(6 * MiB);
    valid = '/new/data.bin';
    server.flow.release();
    server.cutConnections();
    await expect(row(window, 'data.bin')).toContainText('Failed');

    await row(window, 'data.bin').click();
    await window.getByRole('button', { name: 'Refresh link', exact: true }).click();
    const dialog = window.getByRole('dialog', { name: 'Refresh link' });
    const field = dialog.getByRole('textbox', { name: 'New link' });
    await expect(field).toBeFocused();
    await field.fill('not a link');
    await expect(dialog.getByRole('alert')).toContainText('A link begins with');
    await field.fill(server.url('/old/data.bin'));
    await expect(dialog.getByRole('alert')).toContainText('no longer works');

    const asked = server.requests.length;
    await field.fill(server.url('/new/data.bin'));
    await expect(dialog.getByRole('alert')).toHaveCount(0);
    await field.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(row(window, 'data.bin')).toContainText('Completed');
    expect((await readFile(path.join(folder, 'data.bin'))).equals(bytes)).toBe(true);
    const starts = server.requests
      .slice(asked)
      .filter(({ path: asking }) => asking === valid)
      .map(({ range }) => range?.start);
    expect(starts).not.toContain(0);

    const report = window.getByRole('region', { name: 'Integrity report' });
    await expect(report).toContainText('bytes compared');
    await expect(report).toContainText(`127.0.0.1:${server.port}`);
    await expect(report.getByRole('button', { name: 'Copy report' })).toBeVisible();
  } finally {
    await server.stop();
  }
});
