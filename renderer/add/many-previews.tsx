/** What many links lead to: one line each, and above them what they come to. */
import { CircleAlert } from 'lucide-react';
import { FileIcon } from '../controls/file-icon.tsx';
import { useText } from '../controls/text.tsx';
import type { Preview, PreviewSummary } from '../input/preview.ts';
import { useFailureWords, useRoomWords } from './preview-words.ts';

interface ManyPreviewsProps {
  readonly previews: readonly Preview[];
  readonly summary: PreviewSummary;
  /** Links that nobody has been asked about, and how many of them would be asked about next. */
  readonly rest: number;
  readonly step: number;
  readonly onMore: () => void;
  readonly onAgain: () => void;
  readonly onLook: () => void;
}

export function ManyPreviews({ previews, summary, rest, step, onMore, onAgain, onLook }: ManyPreviewsProps) {
  const { t, format } = useText();
  const room = useRoomWords(summary);
  const size = format.size(summary.bytes);
  const all = summary.answered === previews.length;
  return (
    <>
      <p className="preview-sum numbers">
        <span>
          {all
            ? t(summary.sizeless > 0 ? 'preview.sumAtLeast' : 'preview.sum', { count: previews.length, size })
            : t('preview.sumSoFar', { answered: format.integer(summary.answered), count: previews.length, size })}
        </span>
        <span className={room.bad ? 'preview-bad' : 'preview-soft'}>{room.text}</span>
      </p>
      {/* What scrolls must be reached by the keyboard as well. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className="preview-list" aria-label={t('preview.list')} tabIndex={0}>
        {previews.map((preview) => (
          <PreviewLine key={preview.url} preview={preview} />
        ))}
      </ul>
      {(rest > 0 || summary.failed > 0 || summary.held > 0) && (
        <p className="preview-more">
          {summary.held > 0 && (
            <span>
              {t('preview.heldMany', { count: summary.held })}{' '}
              <button type="button" className="link-button" onClick={onLook}>
                {t('preview.look')}
              </button>
            </span>
          )}
          {rest > 0 && (
            <button type="button" className="link-button" onClick={onMore}>
              {t('preview.more', { count: Math.min(rest, step) })}
            </button>
          )}
          {summary.failed > 0 && (
            <button type="button" className="link-button" onClick={onAgain}>
              {t('preview.failedAgain', { count: summary.failed })}
            </button>
          )}
        </p>
      )}
    </>
  );
}

function PreviewLine({ preview: { url, name, look, held, destination } }: { readonly preview: Preview }) {
  const { t, format } = useText();
  const failureWords = useFailureWords();
  const note =
    look?.state === 'failed'
      ? failureWords(look)
      : destination?.begun
        ? t('preview.begunShort')
        : destination?.there
          ? t('preview.thereShort')
          : look?.state === 'seen' && !look.sight.resumable
            ? t('preview.notResumable')
            : '';
  const size = look?.state === 'seen' ? look.sight.size : null;
  return (
    <li className="preview-line">
      {look?.state === 'failed' ? <CircleAlert className="file-icon preview-bad" aria-hidden /> : <FileIcon name={name} />}
      <span className="preview-name" title={url}>
        <bdi>{name}</bdi>
      </span>
      <span className={look?.state === 'failed' ? 'preview-bad' : 'preview-soft'}>{note}</span>
      <span className="preview-size numbers">
        {size !== null
          ? format.size(size)
          : look?.state === 'seen'
            ? t('preview.unknownSize')
            : look?.state === 'failed'
              ? ''
              : held
                ? t('preview.heldShort')
                : t('preview.askingShort')}
      </span>
    </li>
  );
}
