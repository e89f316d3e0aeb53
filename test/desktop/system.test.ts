/** What the app asks of the system: commands, files, menus. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { autostartFile, writeAutostart } from '../../electron/autostart.ts';
import { menuTemplate, type MenuActions } from '../../electron/menu-template.ts';
import { endingsOn, rest } from '../../electron/power.ts';

describe('rest', () => {
  test.each([
    ['linux', 'shutdown', ['systemctl poweroff']],
    ['linux', 'hibernate', ['systemctl hibernate']],
    ['darwin', 'sleep', ['pmset sleepnow']],
    ['darwin', 'shutdown', ['osascript -e tell application "System Events" to shut down']],
    ['win32', 'sleep', ['rundll32.exe powrprof.dll,SetSuspendState 0,1,0']],
    ['win32', 'shutdown', ['shutdown.exe /s /t 0']],
  ] as const)('on %s: %s', async (platform, ending, expected) => {
    const run: string[] = [];
    await rest(ending, platform, async (program, args) => run.push([program, ...args].join(' ')));
    expect(run).toEqual(expected);
  });

  test('is tried in another way, and refused in the system’s own words', async () => {
    const run: string[] = [];
    const refusing = async (program: string): Promise<never> => {
      run.push(program);
      throw Object.assign(new Error('Command failed'), { stderr: 'Access denied\n' });
    };
    await expect(rest('sleep', 'linux', refusing)).rejects.toThrow('Access denied');
    expect(run).toEqual(['systemctl', 'loginctl']);
    await expect(rest('hibernate', 'darwin', refusing)).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  test('is offered where it is possible', () => {
    expect(endingsOn('linux')).toEqual(['quit', 'sleep', 'hibernate', 'shutdown']);
    expect(endingsOn('darwin')).toEqual(['quit', 'sleep', 'shutdown']);
    expect(endingsOn('freebsd')).toEqual(['quit']);
  });
});

describe('the file for the start at login', () => {
  test('is where the desktop looks for it', () => {
    expect(autostartFile({ XDG_CONFIG_HOME: '/c' }, '/home/ada')).toBe('/c/autostart/rangefinder.desktop');
    expect(autostartFile({ XDG_CONFIG_HOME: 'relative' }, '/home/ada')).toBe('/home/ada/.config/autostart/rangefinder.desktop');
  });

  test('quotes what a shell would take for its own, and goes away again', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'rangefinder-autostart-'));
    try {
      const file = path.join(folder, 'autostart', 'rangefinder.desktop');
      writeAutostart(file, ['/opt/My "Apps"/50% $HOME\\x`', '--hidden']);
      const [line] = readFileSync(file, 'utf8').match(/^Exec=.*$/m) ?? [];
      expect(line).toBe('Exec="/opt/My \\\\"Apps\\\\"/50%% \\\\$HOME\\\\\\\\x\\\\`" "--hidden"');
      writeAutostart(file, null);
      expect(() => readFileSync(file)).toThrow('ENOENT');
      writeAutostart(file, null);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the menu', () => {
  const nothing = (): void => {};
  const actions: MenuActions = {
    command: nothing,
    openList: nothing,
    pauseAll: nothing,
    resumeAll: nothing,
    retryFailed: nothing,
    whenDone: nothing,
    openLogs: nothing,
    checkForUpdate: nothing,
    about: nothing,
  };
  const possible = { pause: true, resume: false, retry: false };
  const template = (platform: NodeJS.Platform) =>
    menuTemplate((key) => key, platform, { endings: ['quit', 'sleep'], whenDone: 'sleep', possible }, actions);
  type Item = ReturnType<typeof template>[number];
  const all = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...all((item.submenu as Item[] | undefined) ?? [])]);

  test.each(['linux', 'win32', 'darwin'] as const)('on %s: every item does something, and no two have the same key', (platform) => {
    const items = all(template(platform));
    const inert = items.filter(({ type, role, click, submenu }) => type !== 'separator' && !role && !click && !submenu);
    expect(inert).toEqual([]);
    const keys = items.flatMap(({ accelerator }) => (accelerator ? [accelerator] : []));
    expect(new Set(keys).size).toBe(keys.length);
    for (const id of ['add', 'open-list', 'settings', 'find', 'pause-all', 'shortcuts', 'logs', 'update', 'about']) {
      expect(items.filter((item) => item.id === id)).toHaveLength(1);
    }
    expect(items.find(({ id }) => id === 'when-done-sleep')?.checked).toBe(true);
    for (const [id, enabled] of Object.entries({ 'pause-all': true, 'resume-all': false, 'retry-failed': false })) {
      expect(items.find((item) => item.id === id)?.enabled).toBe(enabled);
    }
    expect(template(platform)[0]?.label).toBe(platform === 'darwin' ? 'Rangefinder' : 'menu.file');
  });
});
