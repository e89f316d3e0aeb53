/** What is wrong with the links, line by line. */
import { useText } from '../controls/text.tsx';
import type { LinkLine } from '../input/links.ts';
import { mostLinks } from '../input/patterns.ts';
import { replaceLines, useDraft } from '../state/draft.ts';

/** More lines than this are counted, not listed. */
const listed = 4;

export function LinkProblems({ lines }: { readonly lines: readonly LinkLine[] }) {
  const { t, format } = useText();
  const several = useDraft((draft) => draft.links.trim().includes('\n'));
  const rest = lines.length - listed;
  return (
    <>
      {lines.slice(0, listed).map(
        ({ line, problem, option }) =>
          problem && (
            <p key={line}>
              {t('add.problems.line', {
                line: format.integer(line),
                problem: t(`add.problems.${problem}`, { option, most: format.integer(mostLinks) }),
              })}
            </p>
          ),
      )}
      {rest > 0 && <p>{t('add.problems.moreLines', { count: rest })}</p>}
      {several && (
        <button type="button" className="link-button" onClick={() => replaceLines(lines)}>
          {t('add.removeBad', { count: lines.length })}
        </button>
      )}
    </>
  );
}
