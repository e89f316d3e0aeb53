/** What is to happen, this once, when all downloads are done. */
import { Power } from 'lucide-react';
import { useId } from 'react';
import { endings } from '../../contract/endings.ts';
import { Select } from '../controls/select.tsx';
import { useText } from '../controls/text.tsx';
import { chooseEnding } from '../state/commands.ts';
import { useDesktop } from '../state/desktop.ts';
import './when-done.css';

const nothing = 'nothing';

/** Not there where nothing can be brought about: in a browser. */
export function WhenDone() {
  const { t } = useText();
  const label = useId();
  const possible = useDesktop((desktop) => desktop.endings);
  const chosen = useDesktop((desktop) => desktop.whenDone);
  if (possible.length === 0) return null;
  const options = [nothing, ...endings.filter((ending) => possible.includes(ending))] as const;
  return (
    <div className="when-done" data-set={chosen === null ? undefined : ''}>
      <Power className="icon" aria-hidden />
      <span className="when-done-label" id={label}>
        {t('whenDone.label')}
      </span>
      <Select
        labelledBy={label}
        value={chosen ?? nothing}
        options={options.map((value) => ({ value, label: t(`whenDone.choices.${value}`) }))}
        onChange={(value) => void chooseEnding(value === nothing ? null : value)}
      />
    </div>
  );
}
