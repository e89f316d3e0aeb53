/** Settings are found by their words, say what they do, refuse what cannot be meant, and can be put back. */
import { expect, test } from './steps.ts';

test('a setting is found by its words, changed as it is typed, and put back', async ({ window }) => {
  await window.keyboard.press('Control+,');
  const settings = window.getByRole('dialog', { name: 'Settings' });
  const search = settings.getByRole('searchbox', { name: 'Search settings' });
  await expect(search).toBeFocused();

  await window.keyboard.type('nothing of the kind');
  await expect(settings).toContainText('No setting is about “nothing of the kind”');
  await window.keyboard.press('Escape');
  await expect(search).toHaveValue('');

  await window.keyboard.type('pause');
  await expect(settings.getByRole('status')).toHaveText('1 setting');
  await expect(settings.getByRole('region', { name: 'Network' })).toBeVisible();
  await expect(settings.getByRole('region', { name: 'Downloads' })).toBeHidden();
  const pause = settings.getByRole('textbox', { name: 'First pause between tries' });
  await expect(pause).toHaveAccessibleDescription(/^In seconds\./);
  await expect(pause).toHaveValue('1');

  await pause.fill('-3');
  await expect(pause).toHaveAccessibleDescription('A whole number from 0 to 3,600.');
  await expect(pause).toHaveValue('-3');
  await pause.fill('7');
  await settings.getByRole('button', { name: 'Reset First pause between tries' }).click();
  await expect(pause).toHaveValue('1');
  await expect(settings.getByRole('button', { name: /^Reset/ })).toBeHidden();

  await search.fill('');
  await settings.getByRole('textbox', { name: 'Smallest part' }).fill('1K');
  await expect(settings.getByRole('textbox', { name: 'Smallest part' })).toHaveAccessibleDescription(/^At least 64K/);
  await window.keyboard.press('Escape');
  await expect(settings).toBeHidden();
});
