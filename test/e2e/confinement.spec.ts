/** What a page that had been taken over could do: nothing but talk to the service, by its contract. */
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { addDownload, downloadRow, expect, test } from './steps.ts';

test('the page knows nothing of Node or Electron but its port, and nothing inline runs', async ({ window }) => {
  const surface = await window.evaluate(async () => {
    const globals = window as unknown as Record<string, unknown>;
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.head.append(inline);
    const before = Object.keys(globals);
    // Later: what the inspector evaluates is exempt from the policy, and what that leaves behind is not.
    const evaluated = new Promise((resolve) => {
      setTimeout(() => {
        try {
          // oxlint-disable-next-line typescript/no-implied-eval -- it is to be refused
          resolve(new Function('return "ran"')());
        } catch (error) {
          resolve((error as Error).name);
        }
      });
    });
    return {
      node: ['require', 'process', 'Buffer', 'ipcRenderer', 'electron', 'module'].filter(
        (name) => before.includes(name) || globals[name] !== undefined,
      ),
      inlineRan: globals['inlineRan'] ?? false,
      evaluated: await evaluated,
    };
  });
  expect(surface).toEqual({ node: [], inlineRan: false, evaluated: 'EvalError' });
});

test('the page cannot leave; other windows open outside, and only for the web', async ({ app, window }) => {
  await app.evaluate(({ shell }) => {
    const outside: string[] = [];
    Object.assign(globalThis, { outside });
    shell.openExternal = async (address) => void outside.push(address);
  });
  const address = window.url();
  const refused = window.waitForEvent('requestfailed');
  await window.evaluate(() => location.assign('https://elsewhere.example/'));
  await refused;
  expect(window.url()).toBe(address);

  const made = await window.evaluate(() =>
    ['https://outside.example/a', 'file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', 'ms-settings:'].map(
      (url) => open(url) === null,
    ),
  );
  expect(made).toEqual([true, true, true, true, true]);
  const outside = () => app.evaluate(() => (globalThis as unknown as { outside: string[] }).outside);
  await expect.poll(outside).toEqual(['https://outside.example/a']);
});

test('a program that was downloaded is asked about before it runs', async ({ app, window, server, userData }) => {
  const folder = path.join(userData, 'files');
  await addDownload(window, { links: server.url, folder });
  server.release();
  await expect(downloadRow(window, 'data.bin')).toContainText('Completed');
  chmodSync(path.join(folder, 'data.bin'), 0o755);

  await app.evaluate(({ dialog, shell }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    dialog.showMessageBox = async (...parameters: unknown[]) => {
      const { message } = parameters.at(-1) as { message: string };
      seen.push(`asked: ${message}`);
      return { response: 0, checkboxChecked: false };
    };
    shell.openPath = async (file) => {
      seen.push(`opened: ${file}`);
      return '';
    };
  });
  await downloadRow(window, 'data.bin').dblclick();
  const seen = () => app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  await expect.poll(seen).toHaveLength(1);
  expect((await seen())[0]).toContain('data.bin');
  expect((await seen())[0]).toMatch(/^asked/);
});
