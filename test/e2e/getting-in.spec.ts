/** Patterns, copied commands, links that are there already, and small files with links in them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { addDialog, addDownload, downloadRow, expect, fill, openAddDialog, test } from './steps.ts';

test('a pattern says what it stands for, and becomes as many downloads', async ({ window, server, userData }) => {
  const dialog = await openAddDialog(window);
  const links = dialog.getByRole('textbox', { name: 'Links' });
  await links.fill(new URL('/part[08-11].{zip,sig}', server.url).href.replaceAll('%7B', '{').replaceAll('%7D', '}'));
  await expect(links).toHaveAccessibleDescription(/^Expands to 8 links: .*\/part08\.zip.* … .*\/part11\.sig/);
  await expect(dialog.getByRole('textbox', { name: 'File name' })).toBeDisabled();

  await links.fill('https://host.example/[1-10001]');
  await expect(links).toHaveAccessibleDescription('Line 1: that makes more than 10,000 links at once');
  await links.fill(`${server.url}?copy={a,b,c}`);
  await fill(dialog, 'Save to', path.join(userData, 'files'));
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(window.getByRole('list', { name: 'Downloads' }).getByRole('listitem')).toHaveCount(3);
});

test('a command copied from a browser is taken with all that it says, and refused when it sends something', async ({
  window,
  server,
  userData,
}) => {
  const command = [
    `curl '${server.url}' \\`,
    "  -H 'X-Ticket: 7' \\",
    String.raw`  -b $'name=it\'s me' \ `.trimEnd(),
    "  -A 'Mozilla/5.0 (Test)' -e 'https://from.example/' -u ada:secret \\",
    '  -o taken.bin --compressed',
  ].join('\n');
  await window.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, command);

  const dialog = addDialog(window);
  const links = dialog.getByRole('textbox', { name: 'Links' });
  await expect(links).toHaveValue(command);
  await expect(links).toHaveAccessibleDescription(
    'Taken from the command: file name “taken.bin”, 1 header, cookies, user agent, referrer, user name and password',
  );
  await links.fill(`${command} --data-raw 'a=1'`);
  await expect(links).toHaveAccessibleDescription('Line 1: --data-raw sends something; only plain downloads can be taken');

  await links.fill(command);
  await fill(dialog, 'Save to', path.join(userData, 'files'));
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  server.release();
  await expect(downloadRow(window, 'taken.bin')).toContainText('Completed');
  expect(server.requests[0]?.headers).toMatchObject({
    'x-ticket': '7',
    cookie: "name=it's me",
    'user-agent': 'Mozilla/5.0 (Test)',
    referer: 'https://from.example/',
    authorization: `Basic ${Buffer.from('ada:secret').toString('base64')}`,
  });
});

test('a link that is in the list already is said so, and added again or taken out as wanted', async ({ window, server, userData }) => {
  const folder = path.join(userData, 'files');
  const rows = window.getByRole('list', { name: 'Downloads' }).getByRole('listitem');
  server.release();
  await addDownload(window, { links: server.url, folder });
  await expect(downloadRow(window, 'data.bin')).toContainText('Completed');

  const dialog = await openAddDialog(window);
  const links = dialog.getByRole('textbox', { name: 'Links' });
  await links.fill(`https://host.example/a.iso\n${server.url}`);
  await expect(dialog).toContainText('Already in the list: “data.bin” (Completed)');
  await dialog.getByRole('button', { name: 'Take out that link' }).click();
  await expect(links).toHaveValue('https://host.example/a.iso');
  await expect(links).toBeFocused();

  await links.fill(server.url);
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(dialog).toContainText('Already in the list: “data.bin” (Completed)');
  await dialog.getByRole('button', { name: 'Add anyway' }).click();
  await expect(dialog).not.toContainText('Already in the list');
  await expect(links).toHaveValue(server.url);
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(rows).toHaveCount(2);
});

test('small files that hold links give them when they are dropped', async ({ window }) => {
  await window.evaluate(() => {
    const dataTransfer = new DataTransfer();
    const files = {
      'a.url': '[InternetShortcut]\r\nURL=https://host.example/a.iso?x=1&y=2\r\n',
      'b.webloc': '<plist><dict><key>URL</key><string>https://host.example/b.iso?x=1&amp;y=2</string></dict></plist>',
      'c.txt': '# images\nhttps://host.example/c[1-3].iso\nwget -c https://host.example/d.iso\n',
      'photo.jpg': 'https://host.example/hidden.iso',
    };
    for (const [name, text] of Object.entries(files)) dataTransfer.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(addDialog(window).getByRole('textbox', { name: 'Links' })).toHaveValue(
    [
      'https://host.example/a.iso?x=1&y=2',
      'https://host.example/b.iso?x=1&y=2',
      'https://host.example/c[1-3].iso',
      'wget -c https://host.example/d.iso',
    ].join('\n'),
  );
});

test('a Metalink gives links, names and checksums, from a drop or from the dialog', async ({ window, server, userData }) => {
  const metalink = `<?xml version="1.0"?><metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="disk.iso">
    <hash type="sha-256">${server.sha256}</hash>
    <url priority="1">ftp://host.example/disk.iso</url><url priority="2">${server.url}</url>
    <url priority="3">${server.url}?other</url></file></metalink>`;
  const dialog = await openAddDialog(window);
  const links = dialog.getByRole('textbox', { name: 'Links' });
  const chosen = window.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Open a list…' }).click();
  await (await chosen).setFiles({ name: 'disk.meta4', mimeType: 'application/metalink4+xml', buffer: Buffer.from(metalink) });
  await expect(links).toHaveValue(server.url);
  await expect(links).toHaveAccessibleDescription(
    'Names are taken from the Metalink, with checksums for 1 file 1 more source is used when it is needed',
  );
  // The file will be called as the list says, whatever its server calls it.
  await expect(dialog.getByRole('region', { name: 'What the links lead to' })).toContainText('disk.iso');

  await fill(dialog, 'Save to', path.join(userData, 'files'));
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  server.release();
  await downloadRow(window, 'disk.iso').click();
  const checksum = window.getByRole('region', { name: 'Details of disk.iso' }).getByRole('region', { name: 'Checksum' });
  await expect(checksum).toContainText('Matches');
  await expect(checksum).toContainText('The Metalink file');
  await expect(checksum.getByRole('status')).toHaveText(['Matches']);
  await expect(checksum.getByRole('button', { name: 'Compare now' })).toHaveCount(0);

  await window.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['<!DOCTYPE a><metalink/>'], 'bad.metalink'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(window.getByText('bad.metalink has a document type and is not read, for your safety')).toBeVisible();
});

test('a link to a Metalink is opened as the list that it is, or downloaded as a file', async ({ window, server, userData }) => {
  const lists = createServer((request, response) => {
    const files: Readonly<Record<string, string>> = {
      '/good.meta4': `<metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="disk.iso">
        <hash type="sha-256">${server.sha256}</hash><url>${server.url}</url></file></metalink>`,
      '/page.metalink': '<html><body>Please log in</body></html>',
    };
    const text = files[request.url ?? ''];
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'application/xml' }).end(text);
  });
  lists.listen(0, '127.0.0.1');
  await once(lists, 'listening');
  const at = (name: string): string => `http://127.0.0.1:${(lists.address() as AddressInfo).port}/${name}`;

  const dialog = await openAddDialog(window);
  const links = dialog.getByRole('textbox', { name: 'Links' });
  await links.fill(`https://host.example/a.iso\n${at('page.metalink')}\n${at('gone.meta4')}\n${at('good.meta4')}`);
  await expect(dialog).toContainText('3 of the links are lists of files');
  await dialog.getByRole('button', { name: 'Open the lists' }).press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('page.metalink is no Metalink');
  await expect(dialog.getByRole('alert')).toContainText('gone.meta4: The file is not there');
  await expect(links).toHaveValue(['https://host.example/a.iso', at('page.metalink'), at('gone.meta4'), server.url].join('\n'));
  await expect(dialog).toContainText('2 of the links are lists of files');

  await links.fill(at('good.meta4'));
  await expect(dialog).toContainText('“good.meta4” is a list of files (Metalink).');
  await dialog.getByRole('button', { name: 'Open the list', exact: true }).press('Enter');
  await expect(links).toHaveValue(server.url);
  await expect(links).toBeFocused();
  await expect(dialog.getByRole('button', { name: /^Open the list/ })).toBeHidden();
  await expect(dialog.getByRole('textbox', { name: 'File name' })).toHaveAttribute('placeholder', 'disk.iso');
  await fill(dialog, 'Save to', path.join(userData, 'files'));
  server.release();
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(downloadRow(window, 'disk.iso')).toContainText('Completed');

  await addDownload(window, { links: at('good.meta4'), folder: path.join(userData, 'files') });
  await expect(downloadRow(window, 'good.meta4')).toContainText('Completed');
  lists.close();
});

test('links that are dropped are taken also after a row that was being dragged has gone', async ({ window, server, userData }) => {
  await addDownload(window, { links: server.url, folder: path.join(userData, 'files') });
  await window.getByRole('button', { name: 'Sort', exact: true }).click();
  await window.getByRole('menuitemradio', { name: 'Order in the queue' }).click();
  await window.getByRole('button', { name: /^Active/ }).click();
  const row = downloadRow(window, 'data.bin');
  await row.hover();
  await window.mouse.down();
  await window.mouse.move(500, 400, { steps: 5 });
  server.release();
  await expect(row).toHaveCount(0);
  await window.mouse.up();
  await window.mouse.move(500, 300);

  await window.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add('https://host.example/one.iso', 'text/uri-list');
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(addDialog(window).getByRole('textbox', { name: 'Links' })).toHaveValue('https://host.example/one.iso');
});
