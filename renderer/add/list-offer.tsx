/** Links that lead to a Metalink: what is wanted is mostly what it lists, and not the list. */
import { ListPlus } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { AddInput } from '../../contract/download.ts';
import { Button } from '../controls/button.tsx';
import { useOnce } from '../controls/once.ts';
import { useText } from '../controls/text.tsx';
import type { AddReading } from '../input/add.ts';
import { nameFromLink, readLinkLines, type LinkLine } from '../input/links.ts';
import { isListLink } from '../input/lists.ts';
import { replaceLines, useDraft } from '../state/draft.ts';
import { fetchList, takeLists, troubleWords } from '../state/lists.ts';
import { reasonOf, sightOf, usePreviews } from '../state/previews.ts';

/** More at a time are no lists of links, but a list of lists. */
const most = 20;
/** Of a long field, only the beginning is looked through. */
const looked = 200;

interface ListOfferProps {
  readonly reading: AddReading;
  readonly linksField: RefObject<HTMLElement | null>;
}

export function ListOffer({ reading, linksField }: ListOfferProps) {
  const { t } = useText();
  const lists = useListLinks(reading);
  /** Why a link gave nothing. */
  const [failures, setFailures] = useState<ReadonlyMap<string, string>>(new Map());
  const closing = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    closing.current = controller;
    return () => controller.abort();
  }, []);
  async function open(item: AddInput): Promise<string | null> {
    try {
      const found = await fetchList(item, closing.current.signal);
      if (closing.current.signal.aborted) return null;
      if (found.facts.length === 0) return found.troubles.map(troubleWords)[0] ?? t('toast.noLinksFound');
      // The list is gone from the field before its links come into it: what it lists may be the list's own link.
      replaceLines(linesOf(item.url), (line) => (line.choices ? [] : line.links.filter((link) => link !== item.url)));
      takeLists(found);
      return null;
    } catch (thrown) {
      const { code, message } = reasonOf(thrown);
      return `${nameFromLink(item.url)}: ${code === null ? message : t(`errors.${code}.title`)}`;
    }
  }

  const [openAll, busy] = useOnce(async () => {
    const failed = new Map<string, string>();
    for (const item of lists) {
      const failure = await open(item);
      if (failure !== null) failed.set(item.url, failure);
    }
    setFailures(failed);
    // The button goes with the links.
    if (failed.size === 0) linksField.current?.focus();
  });

  const [first] = lists;
  if (!first) return null;
  const told = lists.flatMap(({ url }) => failures.get(url) ?? []);
  return (
    <div className="list-offer add-wide">
      <p>{t('add.list', { count: lists.length, name: nameFromLink(first.url) })}</p>
      <Button icon={ListPlus} aria-disabled={busy} onClick={openAll}>
        {t('add.listOpen', { count: lists.length })}
      </Button>
      {told.length > 0 && (
        <div role="alert" className="field-error">
          {told.map((failure) => (
            <p key={failure}>{failure}</p>
          ))}
        </div>
      )}
    </div>
  );
}

/** What leads to lists, by the links themselves or by what their servers have said. */
function useListLinks({ candidates, lines }: AddReading): readonly AddInput[] {
  const state = usePreviews();
  const items = candidates.slice(0, looked).filter((item) => {
    const sight = sightOf(state, item);
    return isListLink(nameFromLink(item.url), null) || (sight !== null && isListLink(sight.name, sight.contentType));
  });
  const links = new Set(items.map(({ url }) => url));
  // A command is taken or left as a whole.
  const parts = new Set(
    lines.filter(({ choices, links: all }) => choices && !all.every((link) => links.has(link))).flatMap((line) => line.links),
  );
  return items.filter(({ url }) => !parts.has(url)).slice(0, most);
}

/** As they stand in the field now: what came before may have moved them. */
const linesOf = (url: string): LinkLine[] => readLinkLines(useDraft.getState().links).filter(({ links }) => links.includes(url));
