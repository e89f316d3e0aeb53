/** One line of the settings, of each kind. All write through to the service as soon as they hold something valid. */
import { Field } from '@base-ui/react/field';
import { Switch } from '@base-ui/react/switch';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import type { Settings } from '../../contract/settings.ts';
import { Select } from '../controls/select.tsx';
import { useSettled } from '../controls/settled.ts';
import { changeSettings } from '../state/commands.ts';
import { useSettings } from '../state/settings.ts';

/** The names of the settings that hold a value of a kind. */
type NameOf<Value> = { [Name in keyof Settings]: Settings[Name] extends Value ? Name : never }[keyof Settings];

interface SwitchSettingProps {
  readonly name: NameOf<boolean>;
  readonly label: string;
  readonly hint?: string;
}

export function SwitchSetting({ name, label, hint }: SwitchSettingProps) {
  const on = useSettings((state) => state.settings[name]);
  return (
    <Field.Root className="setting">
      <div className="setting-words">
        <Field.Label className="setting-label">{label}</Field.Label>
        {hint && <Field.Description className="field-hint">{hint}</Field.Description>}
      </div>
      <Switch.Root className="switch" checked={on} onCheckedChange={(next) => void changeSettings({ [name]: next })}>
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </Field.Root>
  );
}

interface ChoiceSettingProps<Name extends NameOf<string>> {
  readonly name: Name;
  readonly label: string;
  readonly options: readonly { readonly value: Settings[Name] & string; readonly label: string }[];
}

export function ChoiceSetting<Name extends NameOf<string>>({ name, label, options }: ChoiceSettingProps<Name>) {
  const value = useSettings((state) => state.settings[name]);
  const labelId = useId();
  return (
    <div className="setting">
      <span className="setting-label" id={labelId}>
        {label}
      </span>
      <Select labelledBy={labelId} value={value} options={options} onChange={(next) => void changeSettings({ [name]: next })} />
    </div>
  );
}

interface TypedSettingProps<Name extends keyof Settings> {
  readonly name: Name;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly placeholder?: string;
  readonly wide?: boolean;
  /** Null when the text cannot be meant. */
  readonly read: (text: string) => Settings[Name] | null;
  readonly write: (value: Settings[Name]) => string;
  readonly problem: string;
}

export function TypedSetting<Name extends keyof Settings>({
  name,
  label,
  hint,
  placeholder,
  wide = false,
  read,
  write,
  problem,
}: TypedSettingProps<Name>) {
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

  return (
    <Field.Root className="setting" data-wide={wide ? '' : undefined} invalid={wrong}>
      <div className="setting-words">
        <Field.Label className="setting-label">{label}</Field.Label>
        {hint !== undefined && !wrong && <Field.Description className="field-hint">{hint}</Field.Description>}
        {wrong && (
          <Field.Error className="field-error" match render={<div role="alert" />}>
            {problem}
          </Field.Error>
        )}
      </div>
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
    </Field.Root>
  );
}
