/** Where the file can be had, when that is more than one place, and how each does. */
import type { SourceState } from '../../contract/download.ts';
import { useText } from '../controls/text.tsx';
import { useParticulars } from './mismatch.ts';
import './sources.css';

interface SourcesProps {
  readonly sources: readonly SourceState[];
  /** Nothing is fetched any more. */
  readonly over: boolean;
}

export function SourcesPart({ sources, over }: SourcesProps) {
  const { t } = useText();
  if (sources.length < 2) return null;
  return (
    <section className="details-part" aria-labelledby="sources-heading">
      <h3 className="details-heading" id="sources-heading">
        {t('details.sources')}
      </h3>
      <ul className="sources" aria-labelledby="sources-heading">
        {sources.map((source) => (
          <Source key={source.link} source={source} over={over} />
        ))}
      </ul>
    </section>
  );
}

function Source({ source: { link, status, failure }, over }: { readonly source: SourceState; readonly over: boolean }) {
  const { t } = useText();
  const particulars = useParticulars();
  const word = over && status !== 'failed' ? (status === 'in_use' ? 'used' : 'unused') : status;
  return (
    <li className="source" data-status={status}>
      <div className="source-main">
        <span className="source-link mono selectable" dir="ltr">
          {link}
        </span>
        <span className="source-status">{t(`details.sourceStates.${word}`)}</span>
      </div>
      {failure && (
        <p className="source-failure selectable">
          {t(`errors.${failure.code}.title`)}
          <bdi className="source-message">{particulars(failure)}</bdi>
        </p>
      )}
    </li>
  );
}
