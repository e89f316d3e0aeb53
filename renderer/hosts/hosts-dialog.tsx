/** The hosts that are treated differently from others; one of them at a time can be edited. */
import { Server } from 'lucide-react';
import { useState } from 'react';
import type { HostSettings } from '../../contract/host-settings.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { ManagedList } from '../controls/managed-list.tsx';
import { useText } from '../controls/text.tsx';
import { removeHosts } from '../state/commands.ts';
import { useHosts } from '../state/hosts.ts';
import { closeDialog, useView } from '../state/view.ts';
import { HostForm } from './host-form.tsx';

export function HostsDialog() {
  const { t } = useText();
  const open = useView((view) => view.dialog === 'hosts');
  return (
    <Dialog open={open} onClose={closeDialog} title={t('hosts.title')} closeLabel={t('hosts.close')} className="dialog-wide">
      <Pages />
    </Dialog>
  );
}

function Pages() {
  const { t } = useText();
  const hosts = useHosts((state) => state.hosts);
  const describe = useDescription();
  /** Null for the list; in it, null for a host that is new. */
  const [page, setPage] = useState<{ readonly host: HostSettings | null } | null>(null);
  if (page) return <HostForm host={page.host} onDone={() => setPage(null)} />;
  return (
    <>
      <div className="dialog-body">
        <p className="dialog-lead">{t('hosts.text')}</p>
        <ManagedList
          label={t('hosts.title')}
          items={hosts.map((host) => ({
            id: host.id,
            icon: <Server className="icon" aria-hidden />,
            title: host.host,
            text: describe(host),
          }))}
          onEdit={(id) => setPage({ host: hosts.find((host) => host.id === id) ?? null })}
          onRemove={(id) => void removeHosts([id])}
          empty={t('hosts.empty')}
        />
      </div>
      <div className="dialog-foot">
        <Button className="push" kind="primary" onClick={() => setPage({ host: null })}>
          {t('hosts.add')}
        </Button>
      </div>
    </>
  );
}

/** What is different about a host, in one line. */
function useDescription(): (host: HostSettings) => string {
  const { t, format } = useText();
  return ({ connections, mostConnections, limitRate, userAgent, login }) =>
    format.list([
      ...(typeof connections === 'number' ? [t('row.connections', { count: connections })] : []),
      ...(mostConnections === null ? [] : [t('hosts.most', { count: mostConnections })]),
      ...(limitRate === 0 ? [] : [t('row.limit', { speed: format.limit(limitRate) })]),
      ...(userAgent === '' ? [] : [userAgent]),
      ...(login === null ? [] : [t(`hosts.logins.${login}`)]),
    ]);
}
