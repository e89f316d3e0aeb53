/** What few downloads need, folded away as long as none of it is used: what to compare with, how to fetch, and who you are to the server. */
import { Collapsible } from '@base-ui/react/collapsible';
import { Switch } from '@base-ui/react/switch';
import { ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import type { ConflictPolicy } from '../../contract/download.ts';
import { priorities } from '../../contract/turns.ts';
import { Select } from '../controls/select.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { editDraft, emptyDraft, type Draft } from '../state/draft.ts';
import { useSettings } from '../state/settings.ts';

export const conflictPolicies: readonly ConflictPolicy[] = ['rename', 'overwrite', 'skip', 'fail'];

const folded = ['checksum', 'mirrors', 'connections', 'priority', 'referer', 'user', 'password', 'headers', 'start'] as const;

interface MoreOptionsProps {
  readonly draft: Draft;
  readonly wrongHeaderLine: number | null;
  /** Something is wrong with one of the children. */
  readonly wrong: boolean;
  /** The fields that come first. */
  readonly children: ReactNode;
}

export function MoreOptions({ draft, wrongHeaderLine, wrong, children }: MoreOptionsProps) {
  const { t, format } = useText();
  const conflictLabel = useId();
  const priorityLabel = useId();
  const [open, setOpen] = useState(() => folded.some((name) => draft[name] !== emptyDraft[name]));
  const usual = useSettings((state) => state.settings.onConflict);
  return (
    <Collapsible.Root
      className="add-wide more"
      // What is wrong is never hidden.
      open={open || wrong || wrongHeaderLine !== null}
      onOpenChange={setOpen}
    >
      <Collapsible.Trigger className="more-trigger">
        <ChevronRight className="icon icon-directed more-arrow" aria-hidden />
        {t('add.more')}
      </Collapsible.Trigger>
      <Collapsible.Panel className="more-panel">
        {children}
        <div className="field">
          <span className="field-label" id={priorityLabel}>
            {t('add.priority')}
          </span>
          <Select
            labelledBy={priorityLabel}
            value={draft.priority}
            options={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
            onChange={(priority) => editDraft({ priority })}
          />
        </div>
        <div className="field">
          <span className="field-label" id={conflictLabel}>
            {t('add.onConflict')}
          </span>
          <Select
            labelledBy={conflictLabel}
            value={draft.onConflict ?? usual}
            options={conflictPolicies.map((policy) => ({ value: policy, label: t(`add.conflicts.${policy}`) }))}
            onChange={(onConflict) => editDraft({ onConflict })}
          />
        </div>
        <TextField label={t('add.referer')} value={draft.referer} onChange={(referer) => editDraft({ referer })} technical />
        <TextField label={t('add.user')} value={draft.user} onChange={(user) => editDraft({ user })} technical />
        <TextField
          label={t('add.password')}
          value={draft.password}
          onChange={(password) => editDraft({ password })}
          type="password"
          technical
        />
        <TextField
          className="add-wide"
          label={t('add.headers')}
          value={draft.headers}
          onChange={(headers) => editDraft({ headers })}
          rows={2}
          technical
          hint={t('add.headersHint')}
          error={wrongHeaderLine === null ? null : t('add.problems.headers', { line: format.integer(wrongHeaderLine) })}
        />
        <label className="switch-line add-wide">
          <Switch.Root className="switch" checked={draft.start} onCheckedChange={(start) => editDraft({ start })}>
            <Switch.Thumb className="switch-thumb" />
          </Switch.Root>
          {t('add.start')}
        </label>
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}
