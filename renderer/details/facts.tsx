/** Where a download comes from, and where it goes. */
import { Copy, FolderOpen, Gauge } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DownloadDetail, DownloadRow } from '../../contract/download.ts';
import { CategoryWord } from '../categories/category-word.tsx';
import { IconButton } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { copyText, showInFolder } from '../state/commands.ts';
import { canLimit } from '../state/groups.ts';
import { askForLimit } from '../state/view.ts';

interface PartProps {
  readonly row: DownloadRow;
  readonly detail: DownloadDetail | null;
}

export function Facts({ row, detail }: PartProps) {
  const { t, format } = useText();
  const finalUrl = detail?.finalUrl ?? null;
  const resumable = row.resumable === null ? 'unknown' : row.resumable ? 'yes' : 'no';
  return (
    <section className="details-part" aria-labelledby="facts-heading">
      <h3 className="details-heading" id="facts-heading">
        {t('details.facts')}
      </h3>
      <dl className="facts">
        <Fact
          label={t('details.link')}
          action={<IconButton icon={Copy} label={t('details.copyLink')} onClick={() => void copyText(row.url)} />}
        >
          <span className="mono selectable" dir="ltr">
            {row.url}
          </span>
        </Fact>
        {finalUrl !== null && finalUrl !== row.url && (
          <Fact label={t('details.finalLink')}>
            <span className="mono selectable" dir="ltr">
              {finalUrl}
            </span>
          </Fact>
        )}
        <Fact
          label={t('details.folder')}
          action={
            row.status === 'completed' && row.present ? (
              <IconButton icon={FolderOpen} label={t('menu.showInFolder')} onClick={() => void showInFolder(row.id)} />
            ) : undefined
          }
        >
          <span className="selectable" dir="ltr">
            {row.folder}
          </span>
        </Fact>
        <Fact label={t('add.category')}>
          <CategoryWord id={row.category} />
        </Fact>
        {row.size !== null && <Fact label={t('details.size')}>{format.exactSize(row.size)}</Fact>}
        {detail?.contentType && <Fact label={t('details.type')}>{detail.contentType}</Fact>}
        {canLimit(row) && (
          <Fact label={t('limit.label')} action={<IconButton icon={Gauge} label={t('menu.limit')} onClick={() => askForLimit([row.id])} />}>
            {row.limitRate === 0 ? t('limit.none') : format.limit(row.limitRate)}
          </Fact>
        )}
        <Fact label={t('details.resumable')}>{t(`details.${resumable}`)}</Fact>
        <Fact label={t('details.added')}>{format.fullMoment(row.addedAt)}</Fact>
        {row.finishedAt !== null && <Fact label={t('details.finished')}>{format.fullMoment(row.finishedAt)}</Fact>}
      </dl>
    </section>
  );
}

interface FactProps {
  readonly label: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function Fact({ label, action, children }: FactProps) {
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
      {action && <dd className="fact-action">{action}</dd>}
    </div>
  );
}
