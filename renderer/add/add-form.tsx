/** The fields of the Add dialog, each with what is wrong with it beside it. */
import { useState, type RefObject } from 'react';
import { Button } from '../controls/button.tsx';
import { FolderButton } from '../controls/folder-button.tsx';
import { useOnce } from '../controls/once.ts';
import { useSettled } from '../controls/settled.ts';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { readDraft, type AddReading } from '../input/add.ts';
import { nameFromLink } from '../input/links.ts';
import { useConnection } from '../state/connection.ts';
import { clearDraft, editDraft, emptyDraft, useDraft } from '../state/draft.ts';
import { useKnown } from '../state/known.ts';
import { sightOf, usePreviews } from '../state/previews.ts';
import { closeDialog } from '../state/view.ts';
import { CategoryField, useDraftFolder } from './category-field.tsx';
import { LinksField } from './links-field.tsx';
import { ListOffer } from './list-offer.tsx';
import { MoreOptions } from './more-options.tsx';
import { Previews } from './previews.tsx';
import { useProblemWords } from './problem-words.ts';
import { QueueField, useDraftQueue } from './queue-field.tsx';

type Problems = AddReading['problems'];

export function AddForm({ linksField }: { readonly linksField: RefObject<HTMLElement | null> }) {
  const { t } = useText();
  const draft = useDraft();
  const client = useConnection((connection) => connection.client);
  const platform = useConnection((connection) => connection.info?.platform ?? 'linux');
  const words = useProblemWords(platform);
  const [attempted, setAttempted] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const queue = useDraftQueue();

  const find = useKnown();
  const isKnown = (link: string): boolean => find(link) !== undefined;
  const settled = useSettled(draft);
  const reading = readDraft(draft, platform, isKnown);
  const rested = settled === draft ? reading : readDraft(settled, platform, isKnown);
  /** A problem is shown when it is still there after a rest from typing, or after Download was tried. */
  const shown = <Name extends keyof Problems>(name: Name): Problems[Name] | null =>
    attempted || Boolean(rested.problems[name]) ? reading.problems[name] : null;

  const leadsTo = useDraftFolder(reading);
  const single = reading.count <= 1;
  const [first] = reading.lines;
  const firstLink = first?.links[0] ?? null;
  const seenName = usePreviews((state) => sightOf(state, reading.candidates[0])?.name);
  const nameProblem = shown('name');
  const checksumProblem = shown('checksum');
  const headerLine = shown('headers');
  const mirrorsProblem = shown('mirrors');
  const badLines = attempted || rested.badLines.length > 0 ? reading.badLines : [];

  const [submit, busy] = useOnce(async () => {
    setAttempted(true);
    setFailure(null);
    if (!reading.items) {
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.add-form [aria-invalid=true]')?.focus());
      return;
    }
    try {
      if (!client) throw new Error(t('connection.unreachable'));
      await client.downloads.add({ items: reading.items.map((item) => ({ ...item, queue })) });
      clearDraft();
      closeDialog();
    } catch (thrown) {
      setFailure(t('add.failed', { message: thrown instanceof Error ? thrown.message : String(thrown) }));
    }
  });

  return (
    <form
      className="page-form add-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="dialog-body add-body">
        <LinksField
          reading={reading}
          badLines={badLines}
          knownLines={attempted || rested.knownLines.length > 0 ? reading.knownLines : []}
          missing={attempted && reading.problems.links}
          find={find}
          fieldRef={linksField}
          onSubmit={submit}
        />
        <ListOffer reading={reading} linksField={linksField} />
        <Previews candidates={reading.candidates} />
        <TextField
          className="add-wide"
          label={t('add.folder')}
          value={draft.folder ?? leadsTo ?? ''}
          onChange={(folder) => editDraft({ folder })}
          technical
          action={<FolderButton from={draft.folder ?? leadsTo ?? ''} onChoose={(folder) => editDraft({ folder })} />}
          placeholder={t('add.folderByCategory')}
          error={shown('folder') ? words.folder : null}
        />
        <TextField
          className="add-name"
          label={t('add.name')}
          value={draft.name}
          onChange={(name) => editDraft({ name })}
          disabled={!single}
          placeholder={
            firstLink === null || !single ? t('add.namePlaceholder') : (reading.candidates[0]?.name ?? seenName ?? nameFromLink(firstLink))
          }
          hint={single ? undefined : t('add.oneLinkOnly')}
          error={nameProblem && t(`add.problems.${nameProblem}`)}
        />
        <CategoryField reading={reading} />
        <QueueField />
        <MoreOptions draft={draft} wrong={Boolean(shown('connections') || checksumProblem || mirrorsProblem)} wrongHeaderLine={headerLine}>
          <TextField
            className="add-wide field-digests"
            label={t('add.checksum')}
            value={draft.checksum}
            onChange={(text) => editDraft({ checksum: text })}
            technical
            rows={Math.min(6, draft.checksum.split('\n').length)}
            hint={single ? t('add.checksumHint') : t('add.checksumListHint')}
            note={words.recognised(reading.checksum)}
            error={checksumProblem && words.checksum(checksumProblem)}
          />
          <TextField
            className="add-wide"
            label={t('add.mirrors')}
            value={draft.mirrors}
            onChange={(mirrors) => editDraft({ mirrors })}
            technical
            disabled={!single}
            rows={Math.min(6, draft.mirrors.split('\n').length)}
            hint={single ? t('add.mirrorsHint') : t('add.oneLinkOnly')}
            error={mirrorsProblem && words.mirrors(mirrorsProblem)}
          />
          <TextField
            label={t('add.connections')}
            value={draft.connections}
            onChange={(connections) => editDraft({ connections })}
            placeholder="auto"
            technical
            hint={t('add.connectionsHint')}
            error={shown('connections') ? t('add.problems.connections') : null}
          />
        </MoreOptions>
      </div>
      <div className="dialog-foot">
        {failure !== null && (
          <p role="alert" className="field-error">
            {failure}
          </p>
        )}
        {draft.links !== '' && (
          <Button kind="quiet" onClick={() => useDraft.setState(emptyDraft, true)}>
            {t('add.clear')}
          </Button>
        )}
        <Button className="push" onClick={closeDialog}>
          {t('add.cancel')}
        </Button>
        <Button kind="primary" type="submit" aria-disabled={busy}>
          {t('add.download')}
        </Button>
      </div>
    </form>
  );
}
