/** Downloads that can be had from more than one place. */
import path from 'node:path';
import { addDownload, downloadRow, expect, fill, openAddDialog, test } from './steps.ts';

test('a chunk says which host it comes from', async ({ window, server, userData }) => {
  await addDownload(window, { links: server.url, folder: path.join(userData, 'files'), connections: '2' });
  await downloadRow(window, 'data.bin').click();
  const details = window.getByRole('region', { name: 'Details of data.bin' });
  const { host } = new URL(server.url);
  await expect(details.getByRole('list', { name: 'Chunks' })).toContainText(`from ${host}`);
  await expect(details.getByRole('region', { name: 'Sources' })).toBeHidden();
  server.release();
  await expect(downloadRow(window, 'data.bin')).toContainText('Completed');
  await expect(details.getByRole('list', { name: 'Chunks' })).toContainText(`from ${host}`);
});

test('where one source of a Metalink has nothing, the next one gives the file, and the details say so', async ({
  window,
  server,
  userData,
}) => {
  const nothing = new URL('/gone.bin', server.url).href;
  const metalink = `<metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="disk.iso"><hash type="sha-256">${server.sha256}</hash>
    <url priority="1">${nothing}</url><url priority="2">${server.url}</url></file></metalink>`;
  const dialog = await openAddDialog(window);
  const chosen = window.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Open a list…' }).click();
  await (await chosen).setFiles({ name: 'disk.meta4', mimeType: 'application/metalink4+xml', buffer: Buffer.from(metalink) });
  await expect(dialog.getByRole('textbox', { name: 'Links' })).toHaveValue(nothing);
  await fill(dialog, 'Save to', path.join(userData, 'files'));
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  server.release();

  await expect(downloadRow(window, 'disk.iso')).toContainText('Completed');
  await downloadRow(window, 'disk.iso').click();
  const sources = window.getByRole('region', { name: 'Details of disk.iso' }).getByRole('list', { name: 'Sources' });
  await expect(sources.getByRole('listitem')).toHaveCount(2);
  await expect(sources.getByRole('listitem').nth(0)).toContainText(/gone\.bin.*Failed.*The server has no such file \(404\)/s);
  await expect(sources.getByRole('listitem').nth(1)).toContainText('Used');
});

test('a mirror that was typed gives the file where the link does not; what is no link is said so, and nothing typed is lost', async ({
  window,
  server,
  userData,
}) => {
  const dialog = await openAddDialog(window);
  await fill(dialog, 'Links', new URL('/gone.bin', server.url).href);
  await fill(dialog, 'Save to', path.join(userData, 'files'));
  await dialog.getByRole('button', { name: 'More options' }).click();
  await fill(dialog, 'Checksum', `sha256:${server.sha256}`);
  await fill(dialog, 'Mirrors', `${server.url}\nmirror.example/data.bin`);
  await expect(dialog.getByRole('alert')).toHaveText('Line 2 is no link. It begins with http:// or https://.');
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(dialog.getByRole('textbox', { name: 'Mirrors', exact: true })).toBeFocused();
  await expect(dialog.getByRole('textbox', { name: 'Mirrors', exact: true })).toHaveValue(`${server.url}\nmirror.example/data.bin`);
  await fill(dialog, 'Mirrors', server.url);
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  server.release();

  await expect(downloadRow(window, 'data.bin')).toContainText('Completed');
  await downloadRow(window, 'data.bin').click();
  const sources = window.getByRole('region', { name: 'Details of data.bin' }).getByRole('list', { name: 'Sources' });
  await expect(sources.getByRole('listitem').nth(1)).toContainText('Used');
});
