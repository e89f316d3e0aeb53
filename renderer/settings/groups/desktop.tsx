/** What only an app on a desktop can do. */
import { useText } from '../../controls/text.tsx';
import { useDesktop } from '../../state/desktop.ts';
import { onOff, own, type SettingsGroup } from '../entry.tsx';
import { SwitchSetting } from '../setting.tsx';

export const desktop: SettingsGroup = {
  id: 'desktop',
  shell: 'desktop',
  entries: [onOff('closeToTray'), onOff('startAtLogin'), onOff('startHidden'), own('checkForUpdates', ['checkForUpdates'], Updates)],
};

/** Says so where there is nobody to ask. */
function Updates() {
  const { t } = useText();
  const possible = useDesktop((state) => state.updates.possible);
  return <SwitchSetting name="checkForUpdates" {...(!possible && { hint: t('settings.noFeed') })} />;
}
