/** The whole file as one strip: every segment where it lies, filled as far as it has come. */
import type { Segment } from '../../contract/download.ts';
import { useText } from '../controls/text.tsx';

interface SegmentMapProps {
  readonly segments: readonly Segment[];
  readonly size: number;
  readonly fraction: number;
}

/** Paths, not elements: a file in thousands of segments costs three shapes, as one in four does. */
export function SegmentMap({ segments, size, fraction }: SegmentMapProps) {
  const { t, format } = useText();
  const scale = 1000 / size;
  let done = '';
  let active = '';
  let edges = '';
  for (const segment of segments) {
    const start = segment.start * scale;
    const head = (segment.start + segment.received) * scale;
    const end = segment.end * scale;
    if (segment.received > 0) done += block(start, head);
    if (segment.state === 'active') active += block(head, end);
    if (segment.start > 0 && segment.state !== 'done') edges += `M${start} 0v1`;
  }
  const working = segments.filter((segment) => segment.state === 'active').length;
  return (
    <figure className="segment-map-frame">
      <svg
        className="segment-map"
        viewBox="0 0 1000 1"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${t('details.map')}: ${t('details.mapText', {
          percent: format.percent(fraction),
          active: format.integer(working),
          total: format.integer(segments.length),
        })}`}
      >
        <path className="file-map-active" d={active} />
        <path className="file-map-done" d={done} />
        <path className="segment-edge" d={edges} />
      </svg>
      <figcaption className="legend">
        <span className="legend-done">{t('details.done')}</span>
        <span className="legend-active">{t('details.active')}</span>
        <span className="legend-missing">{t('details.missing')}</span>
      </figcaption>
    </figure>
  );
}

const block = (from: number, to: number): string => `M${from} 0H${to}V1H${from}z`;
