/** Where downloads go, and how each of them is fetched. */
import { conflictPolicies } from '../../add/more-options.tsx';
import { examplePath } from '../../add/problem-words.ts';
import { useText } from '../../controls/text.tsx';
import { isWholePath, readBytes, readConnections, writeBytes } from '../../input/amounts.ts';
import { useConnection } from '../../state/connection.ts';
import { useSettings } from '../../state/settings.ts';
import { choice, onOff, own, wholeNumber, type SettingsGroup } from '../entry.tsx';
import { TypedSetting } from '../setting.tsx';

const leastSplit = 64 * 1024;

export const downloads: SettingsGroup = {
  id: 'downloads',
  entries: [
    own('folder', ['folder'], Folder),
    wholeNumber({ name: 'maxActive', least: 1, most: 100 }),
    own('connections', ['connections'], ConnectionCount),
    own('minSplitSize', ['minSplitSize'], MinSplitSize),
    own('limitRate', ['limitRate'], LimitRate),
    choice('onConflict', (t) => conflictPolicies.map((value) => ({ value, label: t(`add.conflicts.${value}`) }))),
    onOff('findChecksums'),
  ],
};

function Folder() {
  const { t } = useText();
  const platform = useConnection((connection) => connection.info?.platform ?? 'linux');
  const usual = useConnection((connection) => connection.info?.downloadsFolder ?? '');
  const current = useSettings(({ settings }) => settings.folder);
  return (
    <TypedSetting
      name="folder"
      hint={t('settings.items.folder.hint', { folder: usual })}
      wide
      placeholder={usual}
      chosenFrom={current === '' ? usual : current}
      read={(text) => (text.trim() === '' || isWholePath(text.trim(), platform) ? text.trim() : null)}
      write={(folder) => folder}
      problem={t('settings.problems.folder', { example: examplePath(platform) })}
    />
  );
}

function ConnectionCount() {
  const { t } = useText();
  const read = (text: string) => readConnections(text) ?? null;
  return <TypedSetting name="connections" read={read} write={String} problem={t('settings.problems.connections')} />;
}

function MinSplitSize() {
  const { t } = useText();
  const read = (text: string): number | null => {
    const bytes = readBytes(text);
    return bytes === null || bytes < leastSplit ? null : bytes;
  };
  const problem = t('settings.problems.leastBytes', { least: writeBytes(leastSplit) });
  return <TypedSetting name="minSplitSize" read={read} write={writeBytes} problem={problem} />;
}

function LimitRate() {
  const { t } = useText();
  return <TypedSetting name="limitRate" read={readBytes} write={writeBytes} problem={t('settings.problems.bytes')} />;
}
