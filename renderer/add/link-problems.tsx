/** What is wrong with the links, line by line. */
import { useText } from '../controls/text.tsx';
import type { LinkLine } from '../input/links.ts';
import { editDraft, useDraft } from '../state/draft.ts';

/** More lines than this are counted, not listed. */
const listed = 4;

export function LinkProblems({ lines }: { readonly lines: readonly LinkLine[] }) {
  const { t, format } = useText();
  const several = useDraft((draft) => draft.links.trim().includes('\n'));
  const rest = lines.length - listed;
  return (
    <>
      {lines
        .slice(0, listed)
        .map(
          ({ line, problem }) =>
            problem && <p key={line}>{t('add.problems.line', { line: format.integer(line), problem: t(`add.problems.${problem}`) })}</p>,
        )}
      {rest > 0 && <p>{t('add.problems.moreLines', { count: rest })}</p>}
      {several && (
        <button type="button" className="link-button" onClick={() => takeOut(lines)}>
          {t('add.removeBad', { count: lines.length })}
        </button>
      )}
    </>
  );
}

function takeOut(bad: readonly LinkLine[]): void {
  const numbers = new Set(bad.map(({ line }) => line));
  const kept = useDraft
    .getState()
    .links.split(/\r?\n/)
    .filter((_, index) => !numbers.has(index + 1));
  editDraft({ links: kept.join('\n') });
}
