/** The speed of everything together, its last minute, and its limit. */
import { Gauge } from 'lucide-react';
import { Select } from '../controls/select.tsx';
import { SpeedGraph } from '../controls/speed-graph.tsx';
import { useText } from '../controls/text.tsx';
import { changeSettings } from '../state/commands.ts';
import { totalHistory, useDownloads } from '../state/downloads.ts';
import { limitsWith } from '../state/limits.ts';
import { useSettings } from '../state/settings.ts';
import { WhenDone } from './when-done.tsx';

export function TotalSpeed() {
  const { t, format } = useText();
  const speed = useDownloads((state) => state.totalSpeed);
  const limit = useSettings((state) => state.settings.limitRate);
  const options = limitsWith(limit).map((bytes) => ({ value: String(bytes), label: bytes === 0 ? t('limit.none') : format.speed(bytes) }));
  return (
    <div className="total">
      <SpeedGraph className="total-graph" history={totalHistory} />
      <div className="total-head" title={t('total.label')}>
        <span className="unseen">{t('total.label')}</span>
        <span className="total-speed numbers">{format.speed(speed)}</span>
      </div>
      <div className="total-limit">
        <Gauge className="icon" aria-hidden />
        <Select
          label={t('limit.label')}
          value={String(limit)}
          options={options}
          onChange={(value) => void changeSettings({ limitRate: Number(value) })}
        />
      </div>
      <WhenDone />
    </div>
  );
}
