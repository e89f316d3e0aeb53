/** Links that are copied elsewhere are offered, quietly, and only to those who want that. */
import type { ElectronApplication } from '@playwright/test';
import { addDialog, expect, test } from './steps.ts';

const copy = (app: ElectronApplication, text: string): Promise<void> =>
  app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);

test('what is copied elsewhere is offered once, and opens nothing by itself', async ({ app, window }) => {
  await copy(app, 'https://host.example/before.zip');
  await window.getByRole('button', { name: 'Settings' }).click();
  const setting = window.getByRole('switch', { name: 'Offer links that I copy' });
  await expect(setting).not.toBeChecked();
  await expect(setting).toHaveAccessibleDescription(/quietly and once/);
  await setting.click();
  await expect(setting).toBeChecked();
  await window.keyboard.press('Escape');

  const offers = window.getByRole('region', { name: 'Notifications' });
  await expect
    .poll(async () => {
      await copy(app, `https://host.example/${Math.random()}/one.iso`);
      return offers.getByText('one.iso').count();
    })
    .toBeGreaterThan(0);
  await expect(offers).not.toContainText('before.zip');
  await expect(addDialog(window)).toBeHidden();

  // Two at once are still one offer.
  await copy(app, 'https://host.example/two.iso https://host.example/page.html');
  await expect(offers).toContainText(/\d links copied/);
  await offers.getByText('links copied').hover();
  await offers.getByRole('button', { name: 'Dismiss' }).click();
  await expect(offers).not.toContainText('links copied');

  // What was offered before is no news, and neither is a page.
  await copy(app, 'https://host.example/page.html');
  await copy(app, 'https://host.example/two.iso');
  await copy(app, 'https://host.example/three.iso');
  await expect(offers).toContainText('Copied: “three.iso”');
  await offers.getByRole('button', { name: 'Add…' }).click();
  await expect(addDialog(window).getByRole('textbox', { name: 'Links' })).toHaveValue('https://host.example/three.iso');
});
