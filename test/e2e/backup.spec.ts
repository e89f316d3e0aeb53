/** Everything is exported to a file and imported from one, with a word for each entry. */
import { expect, test } from './steps.ts';

test('a file is looked at first, and then taken in', async ({ window }) => {
  await window.getByRole('button', { name: 'More', exact: true }).focus();
  await window.keyboard.press('Enter');
  await window.getByRole('menuitem', { name: 'Import…' }).press('Enter');
  const dialog = window.getByRole('dialog', { name: 'Import' });
  const choose = (text: string) =>
    dialog.getByLabel('File to import').setInputFiles({ name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });

  await choose('nothing of the kind');
  await expect(dialog.getByRole('status')).toHaveText('There is nothing in this file that can be imported.');
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();

  await choose(JSON.stringify({ format: 'rangefinder', version: 1, settings: { maxActive: 7 } }));
  await expect(dialog.getByRole('listitem')).toHaveText(['Downloads at onceSetting, yours differs and stays']);

  await choose('http://127.0.0.1:9/a.iso\nhttp://127.0.0.1:9/a.iso\nnonsense\n');
  await expect(dialog.getByRole('status')).toHaveText('A list of links. 1 entry would come in.');
  await expect(dialog.getByRole('list', { name: 'Entries of the file' }).getByRole('listitem')).toHaveText([
    'http://127.0.0.1:9/a.isoDownload, new',
    'http://127.0.0.1:9/a.isoDownload, in the list already',
    'nonsenseDownload, cannot be read',
  ]);
  await dialog.getByRole('button', { name: 'Import 1 entry' }).press('Enter');
  await expect(dialog.getByRole('status')).toHaveText('A list of links. 1 entry has come in.');
  await window.keyboard.press('Escape');
  const row = window.getByRole('list', { name: 'Downloads' }).getByRole('listitem', { name: 'a.iso' });
  await expect(row).toContainText('Paused');

  // What the page hands to the shell as a file is kept, to be read here.
  await window.evaluate(() => {
    const create = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (file: Blob) => {
      void file.text().then((text) => (document.documentElement.dataset['exported'] = text));
      return create(file);
    };
  });
  const exported = () => window.evaluate(() => document.documentElement.dataset['exported'] ?? '');
  for (const [item, holds] of [
    ['Export links', /^http:\/\/127\.0\.0\.1:9\/a\.iso\n$/],
    ['Export everything', /"format": "rangefinder"/],
  ] as const) {
    await window.getByRole('button', { name: 'More', exact: true }).press('Enter');
    await window.getByRole('menuitem', { name: item }).press('Enter');
    await expect.poll(exported).toMatch(holds);
  }
});
