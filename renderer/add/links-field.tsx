/** The field of links: what was understood of it below it, and what has to be put right or chosen first. */
import type { RefObject } from 'react';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import type { AddReading } from '../input/add.ts';
import type { LinkLine } from '../input/links.ts';
import { editDraft, useDraft } from '../state/draft.ts';
import type { FindKnown } from '../state/known.ts';
import { KnownLinks } from './known-links.tsx';
import { LinkProblems } from './link-problems.tsx';
import { OpenList } from './open-list.tsx';

interface LinksFieldProps {
  readonly reading: AddReading;
  /** The entries to complain of, and those to ask about, now. */
  readonly badLines: readonly LinkLine[];
  readonly knownLines: readonly LinkLine[];
  readonly missing: boolean;
  readonly find: FindKnown;
  readonly fieldRef: RefObject<HTMLElement | null>;
  readonly onSubmit: () => void;
}

export function LinksField({ reading, badLines, knownLines, missing, find, fieldRef, onSubmit }: LinksFieldProps) {
  const { t } = useText();
  const links = useDraft((draft) => draft.links);
  const understood = useUnderstood(reading);
  const problems = (
    <>
      {badLines.length > 0 && (
        <LinkProblems lines={badLines} several={reading.lines.length > 1} onMended={() => fieldRef.current?.focus()} />
      )}
      {knownLines.length > 0 && <KnownLinks lines={knownLines} find={find} onChosen={() => fieldRef.current?.focus()} />}
    </>
  );
  const wrong = badLines.length + knownLines.length > 0;
  return (
    // A pasted link leaves the field at its end; what all of them begin with is what one knows them by.
    <div className="add-links" onBlur={() => fieldRef.current?.scrollTo({ left: 0 })}>
      <OpenList />
      <TextField
        label={t('add.links')}
        value={links}
        onChange={(text) => editDraft({ links: text })}
        rows={Math.min(10, Math.max(4, links.split('\n').length))}
        technical
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit();
        }}
        inputRef={fieldRef}
        placeholder={t('add.linksPlaceholder')}
        hint={understood.length > 0 ? understood.map((text) => <span key={text}>{text}</span>) : t('add.linksHint')}
        error={wrong ? problems : missing ? t('add.problems.noLinks') : null}
      />
    </div>
  );
}

/** What the entries stand for and bring with them, in words; none for a link or two. */
function useUnderstood({ lines, count }: AddReading): string[] {
  const { t, format } = useText();
  const expanded = lines.find((line) => line.links.length > 1);
  const taken = useTaken(lines);
  const known = useDraft((draft) => draft.facts);
  const facts = lines.flatMap((line) => line.links.flatMap((link) => known.get(link) ?? []));
  const others = facts.reduce((sum, fact) => sum + fact.mirrors.length, 0);
  return [
    lines.length > 1 ? t('add.count', { count }) : '',
    expanded ? t('add.expands', { count: expanded.links.length, first: expanded.links[0], last: expanded.links.at(-1) }) : '',
    taken.length > 0 ? t('add.taken', { what: format.list(taken) }) : '',
    facts.length > 0 ? t('add.metalink', { count: facts.filter(({ checksums }) => checksums.length > 0).length }) : '',
    others > 0 ? t('add.otherSources', { count: others }) : '',
  ].filter((text) => text !== '');
}

/** What the commands among the entries say beside their links. */
function useTaken(lines: readonly LinkLine[]): string[] {
  const { t, format } = useText();
  const all = lines.map((line) => line.choices).filter((choices) => choices !== null);
  const headers = all.reduce((sum, { headers: own = [] }) => sum + own.length, 0);
  const names = all.map(({ name }) => name).filter((name) => name !== undefined);
  const limits = all.map(({ limitRate }) => limitRate).filter((rate) => rate !== undefined);
  return [
    ...names.map((name) => t('add.takes.name', { name })),
    headers > 0 ? t('add.takes.headers', { count: headers }) : '',
    all.some(({ cookie }) => cookie !== undefined) ? t('add.takes.cookie') : '',
    all.some(({ userAgent }) => userAgent !== undefined) ? t('add.takes.userAgent') : '',
    all.some(({ referer }) => referer !== undefined) ? t('add.takes.referer') : '',
    all.some(({ credentials }) => credentials !== undefined) ? t('add.takes.credentials') : '',
    ...limits.map((rate) => t('add.takes.limit', { speed: format.limit(rate) })),
  ].filter((text) => text !== '');
}
