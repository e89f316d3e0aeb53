/** What is wrong with the links, line by line. */
import { useText } from '../controls/text.tsx';
import type { LinkLine } from '../input/links.ts';
import { mostLinks } from '../input/patterns.ts';
import { replaceLines } from '../state/draft.ts';

/** More lines than this are counted, not listed. */
const listed = 4;

interface LinkProblemsProps {
  readonly lines: readonly LinkLine[];
  /** Whether there is more in the field than this. */
  readonly several: boolean;
}

export function LinkProblems({ lines, several }: LinkProblemsProps) {
  const { t, format } = useText();
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
