/** Says calmly that the line to the service is down, while it is. */
import { Unplug } from 'lucide-react';
import { useText } from '../controls/text.tsx';
import { useConnection } from '../state/connection.ts';
import { useDownloads } from '../state/downloads.ts';

export function ConnectionBar() {
  const { t, format } = useText();
  const lostAt = useConnection((connection) => connection.lostAt);
  const lost = lostAt !== null;
  // Before the first list there is nothing that could be out of date.
  const loaded = useDownloads((state) => state.loaded);
  return (
    <output className="connection-bar" data-shown={lost ? '' : undefined}>
      {lost && (
        <>
          <Unplug className="icon" aria-hidden />
          <p>
            {t('connection.lost')} {loaded && t('connection.asOf', { time: format.moment(lostAt) })}
          </p>
        </>
      )}
    </output>
  );
}
