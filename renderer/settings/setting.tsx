/**
 * One line of the settings, of each kind. All write through to the service as soon as they hold something valid. What a line is
 * called and what it does is in the locales, under `settings.items` and its id.
 */
import { Field } from '@base-ui/react/field';
import { Switch } from '@base-ui/react/switch';
import { RotateCcw } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useState, type ReactNode } from 'react';
import type { Settings } from '../../contract/settings.ts';
import { usualSettings as usual } from '../../contract/usual-settings.ts';
import { IconButton } from '../controls/button.tsx';
import { FolderButton } from '../controls/folder-button.tsx';
import { Select } from '../controls/select.tsx';
import { useSettled } from '../controls/settled.ts';
import { useText } from '../controls/text.tsx';
import { readInteger } from '../input/amounts.ts';
import type en from '../locales/en.json';
import { changeSettings } from '../state/commands.ts';
import { useSettings } from '../state/settings.ts';

/** What has a label and a sentence in the locales. */
export type SettingId = keyof (typeof en)['settings']['items'];
/** The settings that have them. */
type SettingName = keyof Settings & SettingId;
/** The names of the settings that hold a value of a kind. */
export type NameOf<Value> = { [Name in SettingName]: Settings[Name] extends Value ? Name : never }[SettingName];

interface WordsProps {
  readonly id: SettingId;
  /** The setting to put back; null where there is no single one. */
  readonly name: SettingName | null;
  readonly onReset?: () => void;
  readonly label: ReactNode;
  readonly children: ReactNode;
}

/** Label, sentence, and the way back to the default once the setting is another. */
export function Words({ id, name, onReset, label, children }: WordsProps) {
  const { t } = useText();
  const changed = useSettings(({ settings }) => name !== null && settings[name] !== usual[name]);
  return (
    <div className="setting-words">
      <div className="setting-head">
        {label}
        {changed && name !== null && (
          <IconButton
            icon={RotateCcw}
            className="setting-reset"
            label={t('settings.reset', { label: t(`settings.items.${id}.label`) })}
            hint={t('settings.resetHint')}
            onClick={() => {
              onReset?.();
              void changeSettings({ [name]: usual[name] });
            }}
          />
        )}
      </div>
      {children}
    </div>
  );
}

interface SwitchSettingProps {
  readonly name: NameOf<boolean>;
  /** Instead of the sentence in the locales. */
  readonly hint?: string;
  /** Asked before it is switched on; it stays off, with the problem beside it, when this says false. */
  readonly allow?: () => Promise<boolean>;
  readonly problem?: string;
}

export function SwitchSetting({ name, hint, allow, problem }: SwitchSettingProps) {
  const { t } = useText();
  const on = useSettings((state) => state.settings[name]);
  const [refused, setRefused] = useState(false);

  async function change(next: boolean): Promise<void> {
    const allowed = !next || !allow || (await allow());
    setRefused(!allowed);
    if (allowed) await changeSettings({ [name]: next });
  }
  return (
    <Field.Root className="setting" invalid={refused}>
      <Words id={name} name={name} label={<Field.Label className="setting-label">{t(`settings.items.${name}.label`)}</Field.Label>}>
        {refused ? (
          <Field.Error className="field-error" match render={<div role="alert" />}>
            {problem}
          </Field.Error>
        ) : (
          <Field.Description className="field-hint">{hint ?? t(`settings.items.${name}.hint`)}</Field.Description>
        )}
      </Words>
      <Switch.Root className="switch" checked={on} onCheckedChange={(next) => void change(next)}>
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </Field.Root>
  );
}

export interface ChoiceSettingProps<Name extends NameOf<string>> {
  readonly name: Name;
  readonly options: readonly { readonly value: Settings[Name] & string; readonly label: string }[];
}

export function ChoiceSetting<Name extends NameOf<string>>({ name, options }: ChoiceSettingProps<Name>) {
  const { t } = useText();
  const value = useSettings((state) => state.settings[name]);
  const labelId = useId();
  const hintId = useId();
  return (
    <div className="setting">
      <Words
        id={name}
        name={name}
        label={
          <span className="setting-label" id={labelId}>
            {t(`settings.items.${name}.label`)}
          </span>
        }
      >
        <p className="field-hint" id={hintId}>
          {t(`settings.items.${name}.hint`)}
        </p>
      </Words>
      <Select
        labelledBy={labelId}
        describedBy={hintId}
        value={value}
        options={options}
        onChange={(next) => void changeSettings({ [name]: next })}
      />
    </div>
  );
}

export interface TypedSettingProps<Name extends SettingName> {
  readonly name: Name;
  /** The sentence, where it leaves something open. */
  readonly hint?: string;
  readonly placeholder?: string;
  readonly wide?: boolean;
  /** It is a folder, which can be chosen as well; the dialog begins at this one. */
  readonly chosenFrom?: string;
  /** Null when the text cannot be meant. */
  readonly read: (text: string) => Settings[Name] | null;
  readonly write: (value: Settings[Name]) => string;
  /** What is wrong with a text that cannot be meant. */
  readonly problem: string | ((text: string) => string);
}

export function TypedSetting<Name extends SettingName>(props: TypedSettingProps<Name>) {
  const { name, hint, placeholder, wide = false, chosenFrom, read, write, problem } = props;
  const { t } = useText();
  const id: SettingId = name;
  const value = useSettings((state) => state.settings[name]);
  // What is typed stays as typed, right or wrong; null shows the setting itself.
  const [typed, setTyped] = useState<string | null>(null);
  const rested = useSettled(typed);
  const wrong = typed !== null && rested === typed && read(typed) === null;

  function commit(text: string | null): void {
    const meant = text === null ? null : read(text);
    if (meant !== null && meant !== value) void changeSettings({ [name]: meant });
  }
  const rest = useEffectEvent(commit);
  useEffect(() => rest(rested), [rested]);
  // Closing the dialog in the middle of a word must not lose the word.
  const leave = useEffectEvent(() => commit(typed));
  useEffect(() => () => leave(), []);

  const control = (
    <Field.Control
      className="input"
      dir="ltr"
      value={typed ?? write(value)}
      onValueChange={setTyped}
      onBlur={() => commit(typed)}
      placeholder={placeholder}
      spellCheck={false}
      autoComplete="off"
    />
  );
  return (
    <Field.Root className="setting" data-wide={wide ? '' : undefined} invalid={wrong}>
      <Words
        id={name}
        name={name}
        onReset={() => setTyped(null)}
        label={<Field.Label className="setting-label">{t(`settings.items.${name}.label`)}</Field.Label>}
      >
        {wrong ? (
          <Field.Error className="field-error" match render={<div role="alert" />}>
            {typeof problem === 'string' ? problem : problem(typed)}
          </Field.Error>
        ) : (
          <Field.Description className="field-hint">{hint ?? t(`settings.items.${id}.hint`)}</Field.Description>
        )}
      </Words>
      {chosenFrom !== undefined ? (
        <div className="field-line">
          {control}
          <FolderButton from={chosenFrom} onChoose={setTyped} />
        </div>
      ) : (
        control
      )}
    </Field.Root>
  );
}

export interface IntegerSettingProps {
  readonly name: NameOf<number>;
  /** In the unit that is typed. */
  readonly least: number;
  readonly most: number;
  /** How many of the setting's own units one typed unit is. */
  readonly scale?: number;
}

export function IntegerSetting({ name, least, most, scale = 1 }: IntegerSettingProps) {
  const { t, format } = useText();
  return (
    <TypedSetting
      name={name}
      read={(text) => {
        const value = readInteger(text, least, most);
        return value === null ? null : value * scale;
      }}
      write={(value) => String(value / scale)}
      problem={t('settings.problems.integer', { least: format.integer(least), most: format.integer(most) })}
    />
  );
}
