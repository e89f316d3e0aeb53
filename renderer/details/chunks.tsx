/** One bar for each chunk: its range, how far it is, how fast, and what it cost. */
import { memo } from 'react';
import type { Segment } from '../../contract/download.ts';
import { ProgressBar } from '../controls/progress-bar.tsx';
import { useText } from '../controls/text.tsx';
import { coalesce } from './coalesce.ts';
import type { Happening } from './happenings.ts';
import type { Sight } from './use-detail.ts';
import './chunks.css';

interface ChunksProps {
  readonly segments: readonly Segment[];
  /** Whom segments name by their place here. */
  readonly hosts: readonly string[];
  readonly news: Sight['news'];
}

export function Chunks({ segments, hosts, news }: ChunksProps) {
  const { t } = useText();
  const shown = coalesce(segments);
  return (
    <section className="details-part" aria-labelledby="chunks-heading">
      <h3 className="details-heading" id="chunks-heading">
        {t('details.chunks')}
      </h3>
      {segments.length === 0 && <p className="details-text">{t('details.noChunks')}</p>}
      {shown.length < segments.length && <p className="details-text">{t('details.merged')}</p>}
      {/* It scrolls and holds nothing to focus, so it has to be reachable itself. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className="chunks" aria-label={t('details.chunks')} tabIndex={0}>
        {shown.map((segment, index) => (
          <Chunk
            key={segment.start}
            number={index + 1}
            happening={news.get(segment.start)?.what}
            host={segment.source === undefined ? undefined : hosts[segment.source]}
            {...segment}
          />
        ))}
      </ul>
    </section>
  );
}

interface ChunkProps extends Segment {
  readonly number: number;
  /** What has just become of it. */
  readonly happening: Happening | undefined;
  /** Who sent it, or is sending it. */
  readonly host: string | undefined;
}

/** Takes plain values, so that a chunk at rest is not drawn again while others move. */
const Chunk = memo(function Chunk({ number, happening, host, start, end, received, speed, state, tries }: ChunkProps) {
  const { t, format } = useText();
  const length = end - start;
  const fraction = length > 0 ? Math.min(1, received / length) : 1;
  const note = state === 'active' ? format.speed(speed) : format.percent(fraction);
  return (
    <li className="chunk" data-state={state} data-happening={happening}>
      <span className="chunk-number numbers">{format.integer(number)}</span>
      <div className="chunk-main">
        <ProgressBar
          label={t('details.chunk', { number: format.integer(number) })}
          fraction={fraction}
          tone={state === 'missing' ? 'still' : 'normal'}
        />
        <div className="chunk-facts numbers">
          <bdi>{t('details.range', { start: format.size(start), end: format.size(end) })}</bdi>
          {host !== undefined && <bdi className="chunk-host">{t('details.from', { host })}</bdi>}
          {happening && <span className="chunk-happening">{t(`details.happenings.${happening}`)}</span>}
          {!happening && tries > 1 && <span className="chunk-tries">{t('details.tries', { count: tries })}</span>}
        </div>
      </div>
      <span className="chunk-note numbers">{note}</span>
    </li>
  );
});
