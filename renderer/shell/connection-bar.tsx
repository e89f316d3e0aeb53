/** Says calmly that the line to the service is down, while it is. */
import { Unplug } from 'lucide-react';
import { useText } from '../controls/text.tsx';
import { useConnection } from '../state/connection.ts';

export function ConnectionBar() {
  const { t } = useText();
  const lost = useConnection((connection) => connection.state === 'lost');
  return (
    <output className="connection-bar" data-shown={lost ? '' : undefined}>
      {lost && (
        <>
          <Unplug className="icon" aria-hidden />
          {t('connection.lost')}
        </>
      )}
    </output>
  );
}
