/** Links that are in the list already: what became of them there, and what to do about them here. */
import { useText } from '../controls/text.tsx';
import type { LinkLine } from '../input/links.ts';
import { editDraft, replaceLines, useDraft } from '../state/draft.ts';
import { wordOf } from '../state/groups.ts';
import type { FindKnown } from '../state/known.ts';

/** More than these are counted, not listed. */
const listed = 4;

interface KnownLinksProps {
  readonly lines: readonly LinkLine[];
  readonly find: FindKnown;
  /** When the choice is made, and its buttons are gone. */
  readonly onChosen: () => void;
}

export function KnownLinks({ lines, find, onChosen }: KnownLinksProps) {
  const { t } = useText();
  const again = useDraft((draft) => draft.again);
  const isAsked = (link: string): boolean => !again.has(link) && find(link) !== undefined;
  const links = lines.flatMap((line) => line.links.filter(isAsked));
  const rows = links.slice(0, listed).map((link) => find(link));

  const choose = (choice: () => void) => () => {
    choice();
    onChosen();
  };
  /** Of a pattern, the other links stay. */
  const rest = (line: LinkLine): readonly string[] => (line.choices ? [] : line.links.filter((link) => !isAsked(link)));
  return (
    <>
      {rows.map((row) => row && <p key={row.id}>{t('add.known', { name: row.name, status: t(`status.${wordOf[row.status]}`) })}</p>)}
      {links.length > listed && <p>{t('add.knownMore', { count: links.length - listed })}</p>}
      <p className="add-choices">
        <button type="button" className="link-button" onClick={choose(() => editDraft({ again: new Set([...again, ...links]) }))}>
          {t('add.addAgain')}
        </button>
        <button type="button" className="link-button" onClick={choose(() => replaceLines(lines, rest))}>
          {t('add.leaveOut', { count: links.length })}
        </button>
      </p>
    </>
  );
}
