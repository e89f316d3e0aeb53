/** Settings: few, explained, checked as they are typed, and in effect at once. */
import { closeDialog, useView } from '../state/view.ts';
import { conflictPolicies } from '../add/more-options.tsx';
import { examplePath } from '../add/problem-words.ts';
import { Dialog } from '../controls/dialog.tsx';
import { useText } from '../controls/text.tsx';
import { isWholePath, readBytes, readConnections, readInteger, writeBytes } from '../input/amounts.ts';
import { useConnection } from '../state/connection.ts';
import { languages } from '../text/i18n.ts';
import { ChoiceSetting, SwitchSetting, TypedSetting } from './setting.tsx';
import './settings.css';

export function SettingsDialog() {
  const { t } = useText();
  const open = useView((view) => view.dialog === 'settings');
  return (
    <Dialog open={open} onClose={closeDialog} title={t('settings.title')} closeLabel={t('settings.close')} className="dialog-wide">
      <div className="dialog-body settings">
        <Appearance />
        <Downloads />
        <Network />
        <Behaviour />
      </div>
    </Dialog>
  );
}

function Appearance() {
  const { t } = useText();
  const spoken = Object.entries(languages).map(([value, label]) => ({ value, label }));
  return (
    <section className="settings-block">
      <h3 className="settings-heading">{t('settings.appearance')}</h3>
      <ChoiceSetting
        name="theme"
        label={t('settings.theme')}
        options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
      />
      <ChoiceSetting
        name="language"
        label={t('settings.language')}
        options={[{ value: 'system', label: t('settings.languageSystem') }, ...spoken]}
      />
    </section>
  );
}

function Downloads() {
  const { t } = useText();
  const platform = useConnection((connection) => connection.info?.platform ?? 'linux');
  const own = useConnection((connection) => connection.info?.downloadsFolder ?? '');
  return (
    <section className="settings-block">
      <h3 className="settings-heading">{t('settings.downloads')}</h3>
      <TypedSetting
        name="folder"
        label={t('settings.folder')}
        hint={t('settings.folderHint', { folder: own })}
        wide
        placeholder={own}
        read={(text) => (text.trim() === '' || isWholePath(text.trim(), platform) ? text.trim() : null)}
        write={(folder) => folder}
        problem={t('settings.problems.folder', { example: examplePath(platform) })}
      />
      <IntegerSetting name="maxActive" label={t('settings.maxActive')} hint={t('settings.maxActiveHint')} least={1} most={100} />
      <TypedSetting
        name="connections"
        label={t('settings.connections')}
        hint={t('settings.connectionsHint')}
        read={(text) => readConnections(text) ?? null}
        write={String}
        problem={t('settings.problems.connections')}
      />
      <TypedSetting
        name="limitRate"
        label={t('settings.limitRate')}
        hint={t('settings.limitRateHint')}
        read={readBytes}
        write={writeBytes}
        problem={t('settings.problems.bytes')}
      />
      <ChoiceSetting
        name="onConflict"
        label={t('settings.onConflict')}
        options={conflictPolicies.map((value) => ({ value, label: t(`add.conflicts.${value}`) }))}
      />
      <SwitchSetting name="findChecksums" label={t('settings.findChecksums')} hint={t('settings.findChecksumsHint')} />
    </section>
  );
}

function Network() {
  const { t } = useText();
  return (
    <section className="settings-block">
      <h3 className="settings-heading">{t('settings.network')}</h3>
      <IntegerSetting name="maxPerHost" label={t('settings.maxPerHost')} hint={t('settings.maxPerHostHint')} least={1} most={256} />
      <IntegerSetting name="retries" label={t('settings.retries')} hint={t('settings.retriesHint')} least={0} most={1000} />
      <IntegerSetting
        name="connectTimeout"
        label={t('settings.connectTimeout')}
        unit={t('settings.seconds')}
        scale={1000}
        least={1}
        most={600}
      />
      <IntegerSetting
        name="idleTimeout"
        label={t('settings.idleTimeout')}
        unit={t('settings.seconds')}
        scale={1000}
        least={1}
        most={3600}
      />
      <TypedSetting
        name="userAgent"
        label={t('settings.userAgent')}
        hint={t('settings.userAgentHint')}
        wide
        read={(text) => text.trim()}
        write={(text) => text}
        problem=""
      />
    </section>
  );
}

function Behaviour() {
  const { t } = useText();
  return (
    <section className="settings-block">
      <h3 className="settings-heading">{t('settings.behaviour')}</h3>
      <SwitchSetting name="resumeOnStart" label={t('settings.resumeOnStart')} hint={t('settings.resumeOnStartHint')} />
      <SwitchSetting name="notify" label={t('settings.notify')} />
      <SwitchSetting name="keepAwake" label={t('settings.keepAwake')} />
    </section>
  );
}

interface IntegerSettingProps {
  readonly name: 'maxActive' | 'maxPerHost' | 'retries' | 'connectTimeout' | 'idleTimeout';
  readonly label: string;
  readonly hint?: string;
  readonly unit?: string;
  /** How many of the setting's own units one typed unit is. */
  readonly scale?: number;
  readonly least: number;
  readonly most: number;
}

function IntegerSetting({ name, label, hint, unit, scale = 1, least, most }: IntegerSettingProps) {
  const { t, format } = useText();
  return (
    <TypedSetting
      name={name}
      label={label}
      hint={hint ?? unit}
      read={(text) => {
        const value = readInteger(text, least, most);
        return value === null ? null : value * scale;
      }}
      write={(value) => String(value / scale)}
      problem={t('settings.problems.integer', { least: format.integer(least), most: format.integer(most) })}
    />
  );
}
