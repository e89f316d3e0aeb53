/** A digest in groups, to be compared by eye. The gaps are drawn and not written: what is selected and copied has none. */
import './digest.css';

const groupLength = 8;

interface DigestProps {
  readonly value: string;
  /** Another digest; the few groups that differ from it are marked, as those of one that was typed wrong. */
  readonly against?: string | undefined;
}

export function Digest({ value, against }: DigestProps) {
  const starts = Array.from({ length: Math.ceil(value.length / groupLength) }, (_, index) => index * groupLength);
  const groupAt = (text: string, start: number): string => text.slice(start, start + groupLength);
  const differing = new Set(against === undefined ? [] : starts.filter((start) => groupAt(against, start) !== groupAt(value, start)));
  // Where the file is another, nearly all of it differs, and marks would only be noise.
  const marked = differing.size <= starts.length / 2;
  return (
    <span className="digest-value mono selectable" dir="ltr">
      {starts.map((start) => (
        <span key={start}>
          <span className="digest-group" data-differs={marked && differing.has(start) ? '' : undefined}>
            {groupAt(value, start)}
          </span>
          <wbr />
        </span>
      ))}
    </span>
  );
}
