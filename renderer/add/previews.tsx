/**
 * What the links lead to, before anything is downloaded. The box is as high as the usual answer from the beginning, so that the fields
 * below stay where they are while answers come in; only what is to be decided makes it higher.
 */
import { useEffect, useMemo, useState } from 'react';
import type { AddInput } from '../../contract/download.ts';
import { useSettled } from '../controls/settled.ts';
import { useText } from '../controls/text.tsx';
import { summarise, type Preview } from '../input/preview.ts';
import { useConnection } from '../state/connection.ts';
import { editDraft, useDraft } from '../state/draft.ts';
import { askable, forgetFailures, lookAt, lookAway, previewsOf, survey, usePreviews } from '../state/previews.ts';
import { ConflictQuestion } from './conflict-question.tsx';
import { ManyPreviews } from './many-previews.tsx';
import { OnePreview } from './one-preview.tsx';
import './previews.css';

/** Links that are looked at unasked, and how many more at a time. */
const unasked = 20;
const more = 180;

export function Previews({ candidates }: { readonly candidates: readonly AddInput[] }) {
  const { t, format } = useText();
  const held = useDraft((draft) => draft.held);
  const [wanted, setWanted] = useState(unasked);
  const { items, previews } = useLooks(candidates, held, wanted);
  const summary = useMemo(() => summarise(previews), [previews]);
  const asked = items.length - summary.held;
  const done = asked > 0 && summary.answered === asked;
  const client = useConnection((connection) => connection.client);

  const again = (): void => {
    forgetFailures(items);
    if (client) lookAt(client, without(held, items));
  };
  const look = (): void => editDraft({ held: new Set() });
  return (
    <section
      className="previews add-wide"
      aria-label={t('preview.region')}
      aria-busy={asked > 0 && !done}
      data-many={candidates.length > 1 ? '' : undefined}
    >
      <p className="unseen" role="status">
        {done &&
          (summary.failed > 0
            ? t('preview.doneFailed', { count: asked, failed: format.integer(summary.failed) })
            : t('preview.done', { count: asked }))}
      </p>
      {items.length === 0 && <p className="previews-none">{t('preview.none')}</p>}
      {items.length === 1 && candidates.length === 1 && (
        <OnePreview preview={previews[0] as Preview} summary={summary} onAgain={again} onLook={look} />
      )}
      {candidates.length > 1 && (
        <ManyPreviews
          previews={previews}
          summary={summary}
          rest={candidates.length - items.length}
          step={more}
          onMore={() => setWanted(wanted + more)}
          onAgain={again}
          onLook={look}
        />
      )}
      {summary.taken.length > 0 && <ConflictQuestion taken={summary.taken} of={items.length} />}
    </section>
  );
}

/** Those that may be asked about. */
const without = (held: ReadonlySet<string>, items: readonly AddInput[]): AddInput[] => items.filter(({ url }) => !held.has(url));

/** Looks at the first links once nothing has been typed for a moment, and for as long as somebody sees the answers. */
function useLooks(
  candidates: readonly AddInput[],
  held: ReadonlySet<string>,
  wanted: number,
): { items: readonly AddInput[]; previews: readonly Preview[] } {
  const client = useConnection((connection) => connection.client);
  const text = JSON.stringify(candidates.slice(0, wanted).map(askable));
  const items = useMemo(() => JSON.parse(text) as AddInput[], [text]);
  const rested = useSettled(items);
  const state = usePreviews();
  const previews = useMemo(() => previewsOf(state, items, held), [state, items, held]);

  useEffect(() => {
    if (client) lookAt(client, without(held, rested));
  }, [client, rested, held]);
  useEffect(() => lookAway, []);

  // Several answers in a moment make one question of the disk.
  const answered = useSettled(state.looks, 200);
  useEffect(() => {
    const abort = new AbortController();
    // The place is told as unknown when it cannot be asked for: the download itself will say why.
    if (client && rested.length > 0) survey(client, rested, answered, abort.signal).catch(() => {});
    return () => abort.abort();
  }, [client, rested, answered]);
  return { items, previews };
}
