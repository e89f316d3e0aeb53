/** What the app does by itself. */
import { useText } from '../../controls/text.tsx';
import { mayReadClipboard, readsItself } from '../../state/clipboard.ts';
import { onOff, own, wholeNumber, type SettingsGroup } from '../entry.tsx';
import { SwitchSetting } from '../setting.tsx';

export const behaviour: SettingsGroup = {
  id: 'behaviour',
  entries: [
    onOff('resumeOnStart'),
    onOff('notify'),
    onOff('keepAwake'),
    onOff('keepHistory'),
    wholeNumber({ name: 'historyDays', least: 0, most: 36_500 }),
    own('clipboardWatch', ['clipboardWatch'], ClipboardWatch),
  ],
};

function ClipboardWatch() {
  const { t } = useText();
  if (!readsItself()) return <SwitchSetting name="clipboardWatch" />;
  return (
    <SwitchSetting name="clipboardWatch" hint={t('clipboard.browserHint')} allow={mayReadClipboard} problem={t('clipboard.refused')} />
  );
}
