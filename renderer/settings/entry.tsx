/** What a group of settings is made of: entries, each made by the function for its kind. */
import type { ComponentType } from 'react';
import type { TFunction } from 'i18next';
import type { AppInfo } from '../../contract/api.ts';
import type { Settings } from '../../contract/settings.ts';
import { useText } from '../controls/text.tsx';
import type en from '../locales/en.json';
import {
  ChoiceSetting,
  IntegerSetting,
  SwitchSetting,
  type ChoiceSettingProps,
  type IntegerSettingProps,
  type NameOf,
  type SettingId,
} from './setting.tsx';

export interface SettingEntry {
  /** Names its label and its sentence in the locales, by which it is found as well. */
  readonly id: SettingId;
  /** The settings that are set with it. */
  readonly sets: readonly (keyof Settings)[];
  readonly View: ComponentType;
}

export interface SettingsGroup {
  /** Names its title in the locales. */
  readonly id: keyof (typeof en)['settings']['groups'];
  /** The only kind of shell that has them; left out, every one. */
  readonly shell?: AppInfo['shell'];
  readonly entries: readonly SettingEntry[];
}

export const onOff = (name: NameOf<boolean>): SettingEntry => ({ id: name, sets: [name], View: () => <SwitchSetting name={name} /> });

export const wholeNumber = (props: IntegerSettingProps): SettingEntry => ({
  id: props.name,
  sets: [props.name],
  View: () => <IntegerSetting {...props} />,
});

export function choice<Name extends NameOf<string>>(
  name: Name,
  options: (t: TFunction) => ChoiceSettingProps<Name>['options'],
): SettingEntry {
  const View = () => {
    const { t } = useText();
    return <ChoiceSetting name={name} options={options(t)} />;
  };
  return { id: name, sets: [name], View };
}

/** What has a view of its own, for one setting or several. */
export const own = (id: SettingId, sets: readonly (keyof Settings)[], View: ComponentType): SettingEntry => ({ id, sets, View });
