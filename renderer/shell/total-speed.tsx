/** The speed of everything together, its last minute, and its limit. */
import { SpeedGraph } from '../controls/speed-graph.tsx';
import { useText } from '../controls/text.tsx';
import { totalHistory, useDownloads, useIsCurrent } from '../state/downloads.ts';
import { TotalLimit } from './total-limit.tsx';
import { WhenDone } from './when-done.tsx';

export function TotalSpeed() {
  const { t } = useText();
  return (
    <div className="total">
      <SpeedGraph className="total-graph" history={totalHistory} />
      <div className="total-head" title={t('total.label')}>
        <span className="unseen">{t('total.label')}</span>
        <Speed />
      </div>
      <TotalLimit />
      <WhenDone />
    </div>
  );
}

/** Apart from what stands around it, for it is drawn anew ten times a second. */
function Speed() {
  const { format } = useText();
  const speed = useDownloads((state) => state.totalSpeed);
  const current = useIsCurrent();
  return <span className="total-speed numbers">{current ? format.speed(speed) : '–'}</span>;
}
