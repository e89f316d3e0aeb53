/** Takes a file in: first it tells what would come and what would not, and why; then it does it. */
import { Switch } from '@base-ui/react/switch';
import { Check, CircleSlash, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ImportItem, ImportReport } from '../../contract/backup.ts';
import { firstCategories } from '../../contract/first-categories.ts';
import { defaultQueueId } from '../../contract/turns.ts';
import { nameOfCategory } from '../categories/category-name.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { useText } from '../controls/text.tsx';
import { readBackup } from '../state/commands.ts';
import { closeDialog, useView } from '../state/view.ts';
import './import-dialog.css';

/** Far beyond any list, and what the service takes at once. */
const largestFile = 64 * 1024 * 1024;
/** More lines than these are counted, not shown. */
const listed = 200;

export function ImportDialog() {
  const { t } = useText();
  const open = useView((view) => view.dialog === 'import');
  return (
    <Dialog open={open} onClose={closeDialog} title={t('import.title')} closeLabel={t('import.close')} className="dialog-wide">
      <Import />
    </Dialog>
  );
}

interface Chosen {
  readonly name: string;
  readonly text: string;
  readonly replace: boolean;
  readonly report: ImportReport;
  readonly done: boolean;
}

function Import() {
  const { t } = useText();
  const picker = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function look(name: string, text: string, replace: boolean, dry: boolean): Promise<void> {
    const report = await readBackup({ text, replace, dry });
    if (report) setChosen({ name, text, replace, report, done: !dry });
  }

  async function take(file: File | undefined): Promise<void> {
    setProblem(null);
    if (!file) return;
    if (file.size > largestFile) setProblem(t('import.tooLarge'));
    else await look(file.name, await file.text(), false, true);
  }

  const taken = chosen?.report.items.filter(({ skipped }) => skipped === null).length ?? 0;
  const differing = chosen?.replace === true || chosen?.report.items.some(({ skipped }) => skipped === 'differs');
  return (
    <>
      <div
        className="dialog-body form-fields"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          // Not for the window, which would take the links out of it.
          event.stopPropagation();
          void take(event.dataTransfer.files[0]);
        }}
      >
        <p className="dialog-lead">{t('import.text')}</p>
        <input
          ref={picker}
          type="file"
          className="unseen"
          tabIndex={-1}
          aria-label={t('import.file')}
          accept=".json,.txt,.session,.list"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            // The same file may be chosen again, after it was put right.
            event.target.value = '';
          }}
        />
        <div className="import-file">
          <Button icon={Upload} onClick={() => picker.current?.click()}>
            {t('import.choose')}
          </Button>
          {chosen && <bdi>{chosen.name}</bdi>}
        </div>
        {problem !== null && (
          <p role="alert" className="field-error">
            {problem}
          </p>
        )}
        {chosen && <Report report={chosen.report} done={chosen.done} taken={taken} />}
        {chosen && !chosen.done && differing && (
          <label className="switch-line">
            <Switch.Root
              className="switch"
              checked={chosen.replace}
              onCheckedChange={(replace) => void look(chosen.name, chosen.text, replace, true)}
            >
              <Switch.Thumb className="switch-thumb" />
            </Switch.Root>
            {t('import.replace')}
          </label>
        )}
      </div>
      <div className="dialog-foot">
        <Button className="push" onClick={closeDialog}>
          {chosen?.done ? t('import.close') : t('import.cancel')}
        </Button>
        {!chosen?.done && (
          <Button
            kind="primary"
            disabled={taken === 0}
            onClick={() => chosen && void look(chosen.name, chosen.text, chosen.replace, false)}
          >
            {t('import.take', { count: taken })}
          </Button>
        )}
      </div>
    </>
  );
}

interface ReportProps {
  readonly report: ImportReport;
  readonly done: boolean;
  readonly taken: number;
}

function Report({ report, done, taken }: ReportProps) {
  const { t } = useText();
  const { kind, items } = report;
  const rest = items.length - listed;
  /** What nobody has named is told by its id, for which the window has a word. */
  const nameOf = ({ part, name }: ImportItem): string => {
    if (part === 'queue' && name === defaultQueueId) return t('queues.main');
    if (part === 'setting') return t(`settings.items.${name as 'theme'}.label`, { defaultValue: name });
    const first = part === 'category' ? firstCategories.find(({ id }) => id === name) : undefined;
    return first ? nameOfCategory(first, t) : name;
  };
  const word = ({ part, skipped }: ImportItem): string =>
    t('row.both', { first: t(`import.parts.${part}`), second: skipped === null ? t('import.comes') : t(`import.skipped.${skipped}`) });
  return (
    <section className="import-report" aria-label={t('import.report')}>
      <p role="status">
        {t(`import.kinds.${kind}`)} {items.length > 0 && (done ? t('import.done', { count: taken }) : t('import.would', { count: taken }))}
      </p>
      {/* What scrolls must be reached by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className="import-items" tabIndex={0} aria-label={t('import.items')} hidden={items.length === 0}>
        {items.slice(0, listed).map((item, index) => (
          <li key={`${item.part} ${item.name} ${index}`} className="import-item" data-skipped={item.skipped === null ? undefined : ''}>
            {item.skipped === null ? <Check className="icon" aria-hidden /> : <CircleSlash className="icon" aria-hidden />}
            <bdi className="import-name">{nameOf(item)}</bdi>
            <span className="import-word">{word(item)}</span>
          </li>
        ))}
        {rest > 0 && <li className="import-item">{t('import.more', { count: rest })}</li>}
      </ul>
    </section>
  );
}
