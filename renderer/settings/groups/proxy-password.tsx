/** The line for the proxy's password: it goes in, can be replaced and forgotten, and is never shown again. */
import { Field } from '@base-ui/react/field';
import { Trash2 } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { IconButton } from '../../controls/button.tsx';
import { useText } from '../../controls/text.tsx';
import { saveProxyPassword } from '../../state/commands.ts';
import { useProxy } from '../../state/proxy.ts';
import { Words } from '../setting.tsx';

export function ProxyPassword() {
  const { t } = useText();
  const kept = useProxy((state) => state.password);
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLElement>(null);

  /** When it is whole, not while it is typed: half a password would lock people out of some proxies. */
  async function save(): Promise<void> {
    if (typed !== '' && (await saveProxyPassword(typed))) setTyped('');
  }
  const leave = useEffectEvent(() => void save());
  useEffect(() => () => leave(), []);

  const forget = (
    <IconButton
      icon={Trash2}
      className="setting-reset"
      label={t('settings.proxyPassword.forget')}
      onClick={() => {
        // The button goes with the password.
        field.current?.focus();
        void saveProxyPassword(null);
      }}
    />
  );
  return (
    <Field.Root className="setting">
      <Words
        id="proxyPassword"
        name={null}
        label={
          <>
            <Field.Label className="setting-label">{t('settings.items.proxyPassword.label')}</Field.Label>
            {kept && forget}
          </>
        }
      >
        <Field.Description className="field-hint" render={<p role="status" />}>
          {kept ? t(`settings.proxyPassword.${kept}`) : t('settings.items.proxyPassword.hint')}
        </Field.Description>
      </Words>
      <Field.Control
        ref={field}
        className="input"
        dir="ltr"
        type="password"
        maxLength={1024}
        value={typed}
        onValueChange={setTyped}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void save();
        }}
        placeholder={kept ? t('settings.proxyPassword.kept') : undefined}
        autoComplete="new-password"
      />
    </Field.Root>
  );
}
