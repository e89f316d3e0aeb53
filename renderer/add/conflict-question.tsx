/** Files that have the names already: what is known of them, and what is to be done, for all of them at once. */
import { useId } from 'react';
import { Select } from '../controls/select.tsx';
import { useText } from '../controls/text.tsx';
import { comparedSize, type Preview } from '../input/preview.ts';
import { editDraft, useDraft } from '../state/draft.ts';
import { useSettings } from '../state/settings.ts';
import { conflictPolicies } from './more-options.tsx';

interface ConflictQuestionProps {
  readonly taken: readonly Preview[];
  /** How many links there are. */
  readonly of: number;
}

export function ConflictQuestion({ taken, of }: ConflictQuestionProps) {
  const { t, format } = useText();
  const labelId = useId();
  const hintId = useId();
  const usual = useSettings((state) => state.settings.onConflict);
  const policy = useDraft((draft) => draft.onConflict) ?? usual;
  const [first] = taken;
  const there = first?.destination?.there;
  const size = there?.size ?? null;
  const same = taken.filter((preview) => comparedSize(preview) === 'same').length;
  const text =
    of === 1 && there && first
      ? t(`preview.there.${comparedSize(first)}`, { name: there.name, size: size === null ? '' : format.size(size) })
      : same === 0
        ? t('preview.thereSome', { count: taken.length })
        : t('preview.thereMany', { count: taken.length, same: format.integer(same) });
  return (
    <div className="preview-conflict">
      <div className="preview-words">
        <p id={labelId}>{text}</p>
        <p id={hintId} className="preview-soft">
          {t(`preview.policies.${policy}`)}
        </p>
      </div>
      <Select
        labelledBy={labelId}
        describedBy={hintId}
        value={policy}
        options={conflictPolicies.map((value) => ({ value, label: t(`add.conflicts.${value}`) }))}
        onChange={(onConflict) => editDraft({ onConflict })}
      />
    </div>
  );
}
