/** Where the file can be had, when that is more than one place, and how each does. */
import type { SourceState } from '../../contract/download.ts';
import { useText } from '../controls/text.tsx';
import './sources.css';

export function SourcesPart({ sources }: { readonly sources: readonly SourceState[] }) {
  const { t } = useText();
  if (sources.length < 2) return null;
  return (
    <section className="details-part" aria-labelledby="sources-heading">
      <h3 className="details-heading" id="sources-heading">
        {t('details.sources')}
      </h3>
      <ul className="sources" aria-labelledby="sources-heading">
        {sources.map((source) => (
          <Source key={source.link} {...source} />
        ))}
      </ul>
    </section>
  );
}

function Source({ link, status, failure }: SourceState) {
  const { t } = useText();
  return (
    <li className="source" data-status={status}>
      <div className="source-main">
        <span className="source-link mono selectable" dir="ltr">
          {link}
        </span>
        <span className="source-status">{t(`details.sourceStates.${status}`)}</span>
      </div>
      {failure && (
        <p className="source-failure selectable">
          {t(`errors.${failure.code}.title`)}
          <bdi className="source-message">{failure.message}</bdi>
        </p>
      )}
    </li>
  );
}
