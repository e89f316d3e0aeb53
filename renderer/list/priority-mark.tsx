/** Shows that a download is more or less urgent than others; nothing for what is as urgent as most. */
import { ChevronsDown, ChevronsUp } from 'lucide-react';
import type { Priority } from '../../contract/queue.ts';
import { useText } from '../controls/text.tsx';

export function PriorityMark({ priority }: { readonly priority: Priority }) {
  const { t } = useText();
  if (priority === 'normal') return null;
  const Icon = priority === 'high' ? ChevronsUp : ChevronsDown;
  const label = t(`priority.is.${priority}`);
  return (
    <span className="priority-mark" role="img" aria-label={label} title={label}>
      <Icon className="icon" aria-hidden />
    </span>
  );
}
