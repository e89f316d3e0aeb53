/** How servers are asked, and for how long. */
import { own, wholeNumber, type SettingsGroup } from '../entry.tsx';
import { TypedSetting } from '../setting.tsx';

export const network: SettingsGroup = {
  id: 'network',
  entries: [
    wholeNumber({ name: 'maxPerHost', least: 1, most: 256 }),
    wholeNumber({ name: 'retries', least: 0, most: 1000 }),
    wholeNumber({ name: 'retryWait', least: 0, most: 3600, scale: 1000 }),
    wholeNumber({ name: 'connectTimeout', least: 1, most: 600, scale: 1000 }),
    wholeNumber({ name: 'idleTimeout', least: 1, most: 3600, scale: 1000 }),
    own('userAgent', ['userAgent'], UserAgent),
  ],
};

function UserAgent() {
  return <TypedSetting name="userAgent" wide read={(text) => text.trim()} write={(text) => text} problem="" />;
}
