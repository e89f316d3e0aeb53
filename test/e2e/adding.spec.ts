/** Getting links in, and what is said when something in the dialog cannot be meant. */
import path from 'node:path';
import { addDialog, addDownload, downloadRow, expect, fill, openAddDialog, test } from './steps.ts';

test('https:// is offered for links without it: pasted, and typed', async ({ window }) => {
  const paste = (text: string): Promise<void> =>
    window.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  await paste('See readme.md and 1.2.3, a.b, and so on.');
  await expect(window.getByText('No links found in what you pasted')).toBeVisible();
  await paste('files.invalid/file.zip');
  const dialog = addDialog(window);
  const links = dialog.getByRole('textbox', { name: 'Links' });
  await expect(links).toHaveValue('https://files.invalid/file.zip');

  await links.fill('files.invalid/file.zip\nreadme.md');
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  await dialog.getByRole('button', { name: /^Put .*https:\/\/.* before it$/ }).press('Enter');
  await expect(links).toHaveValue('https://files.invalid/file.zip\nreadme.md');
  await expect(links).toBeFocused();
});

test('bad input gets a word beside its field, and nothing typed is lost', async ({ window }) => {
  const links = 'https://host.example/a.iso\nhost.example/b.iso\nmagnet:?xt=1';
  const dialog = await openAddDialog(window);
  await fill(dialog, 'Links', 'https://host.example/a.iso');
  await fill(dialog, 'File name', 'a/b');
  await dialog.getByRole('button', { name: 'More options' }).click();
  await fill(dialog, 'Checksum', 'sha256=123');
  await fill(dialog, 'Connections', '65');
  await fill(dialog, 'Save to', 'Downloads');
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();

  await expect(dialog.getByRole('textbox', { name: 'File name' })).toHaveAccessibleDescription('A file name has no / or \\ in it.');
  await expect(dialog.getByRole('textbox', { name: 'Checksum' })).toHaveAccessibleDescription(/^3 digits do not fit/);
  await expect(dialog.getByRole('textbox', { name: 'Connections' })).toHaveAccessibleDescription('Type auto, or a number from 1 to 64.');
  await expect(dialog.getByRole('textbox', { name: 'Save to' })).toHaveAccessibleDescription(/^Give the whole path/);

  await fill(dialog, 'Links', links);
  await expect(dialog).toContainText('Line 2: a link begins with https:// or http://');
  await expect(dialog).toContainText('Line 3: only http and https links can be downloaded');
  await expect(dialog.getByRole('textbox', { name: 'File name' })).toBeDisabled();
  await expect(dialog.getByRole('textbox', { name: 'File name' })).toHaveAccessibleDescription('For one link at a time');

  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await openAddDialog(window);
  await expect(dialog.getByRole('textbox', { name: 'Links' })).toHaveValue(links);
  await expect(dialog.getByRole('textbox', { name: 'File name' })).toHaveValue('a/b');
  await expect(dialog.getByRole('textbox', { name: 'Checksum' })).toHaveValue('sha256=123');
  await expect(dialog.getByRole('textbox', { name: 'Connections' })).toHaveValue('65');
  await expect(dialog.getByRole('textbox', { name: 'Save to' })).toHaveValue('Downloads');

  await dialog.getByRole('button', { name: 'Take out those 2 lines' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Links' })).toHaveValue('https://host.example/a.iso');
});

test('links are taken from what is dropped, and from nowhere while a field has the keyboard', async ({ window }) => {
  await window.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/plain', 'Two files: https://host.example/a.iso and http://host.example/b.iso.');
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(addDialog(window).getByRole('textbox', { name: 'Links' })).toHaveValue(
    'https://host.example/a.iso\nhttp://host.example/b.iso',
  );
  await window.keyboard.press('Escape');

  const search = window.getByRole('searchbox', { name: 'Search downloads' });
  await search.focus();
  await search.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'https://host.example/c.iso');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(addDialog(window)).toBeHidden();
});

test('two hundred links become two hundred downloads', async ({ window, server, userData }) => {
  const links = Array.from({ length: 200 }, (_, index) => `${server.url}?copy=${index}`);
  await addDownload(window, { links: links.join('\n'), folder: path.join(userData, 'files') });
  await expect(window.getByRole('list', { name: 'Downloads' }).getByRole('listitem')).toHaveCount(200);
});

test('many links are added once, however long the keys are held', async ({ window, userData }) => {
  await window.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/plain', Array.from({ length: 3000 }, (_, index) => `https://host.example/${index}`).join('\n'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await addDialog(window).getByRole('button', { name: 'More options' }).click();
  await addDialog(window).getByRole('switch', { name: 'Start at once' }).click();
  await addDialog(window).getByRole('textbox', { name: 'Links' }).focus();
  await window.keyboard.down('Control');
  await Promise.all([window.keyboard.down('Enter'), window.keyboard.down('Enter')]);
  await window.keyboard.up('Enter');
  await window.keyboard.up('Control');
  await expect(addDialog(window)).toBeHidden();
  // Whatever was sent before this one has been done when it is there.
  await addDownload(window, { links: 'https://host.example/last.iso', folder: userData });
  await expect(window.getByRole('button', { name: /^All/ })).toContainText('3,001');
});

test('a dead link says what happened and what to do, and can be tried again', async ({ window, server, userData }) => {
  await addDownload(window, { links: new URL('/missing.zip', server.url).href, folder: path.join(userData, 'files') });
  const row = downloadRow(window, 'missing.zip');
  await expect(row).toContainText('Failed');
  await expect(row).toContainText('The file is not there. It was moved or deleted on the server. Look for a new link.');
  await expect(row.getByRole('button', { name: 'Pause missing.zip' })).toBeHidden();

  const asked = server.requests.length;
  await row.getByRole('button', { name: 'Retry missing.zip' }).click();
  await expect.poll(() => server.requests.length).toBeGreaterThan(asked);
  await expect(row).toContainText('Failed');
});

test('a checksum is compared: one that matches, and one that does not', async ({ window, server, userData }) => {
  server.release();
  await addDownload(window, { links: server.url, folder: path.join(userData, 'good'), checksum: `${server.sha256}  data.bin` });
  await downloadRow(window, 'data.bin').click();
  const checksum = window.getByRole('region', { name: 'Details of data.bin' }).getByRole('region', { name: 'Checksum' });
  await expect(checksum).toContainText('Matches');
  await expect(checksum).toContainText(server.sha256);
  await expect(checksum).toContainText('You');
  await expect(downloadRow(window, 'data.bin')).toContainText('Checksum matches');

  await addDownload(window, { links: `${server.url}#again`, folder: path.join(userData, 'bad'), checksum: `sha256=${'0'.repeat(64)}` });
  const failed = window.getByRole('list', { name: 'Downloads' }).getByRole('listitem').filter({ hasText: 'Failed' });
  await failed.click();
  await expect(checksum).toContainText('Does not match');
  await expect(checksum).toContainText(server.sha256);
});
