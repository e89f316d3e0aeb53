/** What one link leads to. */
import { CircleAlert } from 'lucide-react';
import { FileIcon } from '../controls/file-icon.tsx';
import { useText } from '../controls/text.tsx';
import { hostOf } from '../input/links.ts';
import type { Preview, PreviewSummary } from '../input/preview.ts';
import { useFailureWords, useRoomWords } from './preview-words.ts';

interface OnePreviewProps {
  readonly preview: Preview;
  readonly summary: PreviewSummary;
  readonly onAgain: () => void;
  readonly onLook: () => void;
}

export function OnePreview({ preview: { url, name, look, held, destination }, summary, onAgain, onLook }: OnePreviewProps) {
  const { t, format } = useText();
  const failureWords = useFailureWords();
  const room = useRoomWords(summary);
  const sight = look?.state === 'seen' ? look.sight : null;
  const facts = sight && [
    sight.size === null ? t('preview.unknownSize') : format.size(sight.size),
    sight.resumable ? t('preview.resumable') : t('preview.notResumable'),
    sight.contentType?.split(';')[0] ?? '',
  ];
  const begun = destination?.begun;
  return (
    <div className="preview-one">
      {look?.state === 'failed' ? <CircleAlert className="file-icon preview-bad" aria-hidden /> : <FileIcon name={name} />}
      <div className="preview-words">
        <p className="preview-name">
          <bdi>{name}</bdi>
        </p>
        {look?.state === 'failed' ? (
          <p className="preview-bad">
            {failureWords(look)} {t('preview.anyway')}{' '}
            <button type="button" className="link-button" onClick={onAgain}>
              {t('preview.again')}
            </button>
          </p>
        ) : held ? (
          <p className="preview-facts">
            {t('preview.held', { host: hostOf(url) })}{' '}
            <button type="button" className="link-button" onClick={onLook}>
              {t('preview.look')}
            </button>
          </p>
        ) : (
          <p className="preview-facts numbers">{facts ? format.list(facts.filter((fact) => fact !== '')) : t('preview.asking')}</p>
        )}
        {begun && (
          <p className="preview-good">
            {begun.size
              ? t('preview.begunSized', { received: format.size(begun.received), share: format.percent(begun.received / begun.size) })
              : t('preview.begun', { received: format.size(begun.received) })}
          </p>
        )}
        <p className={room.bad ? 'preview-bad' : 'preview-soft'}>{room.text}</p>
      </div>
    </div>
  );
}
