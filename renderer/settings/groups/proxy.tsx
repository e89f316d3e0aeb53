/** Which proxy leads to the servers. */
import { badException, readProxyAddress } from '../../../contract/proxy.ts';
import { useText } from '../../controls/text.tsx';
import { useSettings } from '../../state/settings.ts';
import { own, type SettingsGroup } from '../entry.tsx';
import { ChoiceSetting, TypedSetting } from '../setting.tsx';
import { ProxyPassword } from './proxy-password.tsx';

const modes = ['system', 'none', 'manual'] as const;

export const proxy: SettingsGroup = {
  id: 'proxy',
  entries: [own('proxyMode', ['proxyMode', 'proxyAddress', 'proxyUser', 'proxyExceptions'], Proxy)],
};

function Proxy() {
  const { t } = useText();
  const mode = useSettings((state) => state.settings.proxyMode);
  return (
    <>
      <ChoiceSetting name="proxyMode" options={modes.map((value) => ({ value, label: t(`settings.proxyModes.${value}`) }))} />
      {mode === 'manual' && (
        <>
          <Address />
          <TypedSetting name="proxyUser" read={(text) => text} write={(user) => user} problem="" />
          <ProxyPassword />
          <Exceptions />
        </>
      )}
    </>
  );
}

function Address() {
  const { t } = useText();
  const unnamed = useSettings((state) => state.settings.proxyAddress === '');
  const problemOf = (text: string): string => {
    const read = readProxyAddress(text);
    return read.ok ? '' : t(`settings.problems.proxy.${read.problem}`);
  };
  return (
    <TypedSetting
      name="proxyAddress"
      {...(unnamed && { hint: t('settings.problems.proxy.empty') })}
      wide
      placeholder="proxy.example:8080"
      read={(text) => (readProxyAddress(text).ok ? text.trim() : null)}
      write={(address) => address}
      problem={problemOf}
    />
  );
}

function Exceptions() {
  const { t } = useText();
  return (
    <TypedSetting
      name="proxyExceptions"
      wide
      read={(text) => (badException(text) === null ? text.trim() : null)}
      write={(exceptions) => exceptions}
      problem={(text) => t('settings.problems.exception', { entry: badException(text) ?? '' })}
    />
  );
}
