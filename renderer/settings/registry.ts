/**
 * All settings, in the order in which they are shown. To add one: its label and one sentence under `settings.items` in the locales, and a
 * line in its group. To add a group: a file beside the others, its title under `settings.groups`, and a line here.
 */
import { appearance } from './groups/appearance.tsx';
import { behaviour } from './groups/behaviour.tsx';
import { desktop } from './groups/desktop.tsx';
import { downloads } from './groups/downloads.tsx';
import { network } from './groups/network.tsx';
import { proxy } from './groups/proxy.tsx';
import type { SettingsGroup } from './entry.tsx';

export const settingsGroups: readonly SettingsGroup[] = [appearance, downloads, network, proxy, behaviour, desktop];
