/** What is wrong with the links, line by line. */
import { useText } from '../controls/text.tsx';
import type { LinkLine } from '../input/links.ts';
import { readBareLink } from '../input/bare-links.ts';
import { mostLinks } from '../input/patterns.ts';
import { replaceLines } from '../state/draft.ts';

/** More lines than this are counted, not listed. */
const listed = 4;

interface LinkProblemsProps {
  readonly lines: readonly LinkLine[];
  /** Whether there is more in the field than this. */
  readonly several: boolean;
  /** What was wrong has been put right here, and the button for it is gone. */
  readonly onMended: () => void;
}

export function LinkProblems({ lines, several, onMended }: LinkProblemsProps) {
  const { t, format } = useText();
  const rest = lines.length - listed;
  const bare = lines.filter(({ problem, text }) => problem === 'noScheme' && readBareLink(text) !== null);
  const mend = (wrong: readonly LinkLine[], instead?: (line: LinkLine) => readonly string[]): void => {
    replaceLines(wrong, instead);
    onMended();
  };
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
      {bare.length > 0 && (
        <button type="button" className="link-button" onClick={() => mend(bare, ({ text }) => [readBareLink(text) ?? text])}>
          {t('add.addScheme', { count: bare.length })}
        </button>
      )}
      {several && (
        <button type="button" className="link-button" onClick={() => mend(lines)}>
          {t('add.removeBad', { count: lines.length })}
        </button>
      )}
    </>
  );
}
