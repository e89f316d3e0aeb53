/** What to show, and how fast everything together is. */
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { ArrowDown, CircleCheck, CirclePause, Layers, TriangleAlert, type LucideIcon } from 'lucide-react';
import { CategoryFilter } from '../categories/category-filter.tsx';
import { useText } from '../controls/text.tsx';
import { QueueFilter } from '../queues/queue-filter.tsx';
import { useCounts } from '../state/counts.ts';
import { groups, type Group } from '../state/groups.ts';
import { showGroup, useView } from '../state/view.ts';
import { Mark } from './mark.tsx';
import { TotalSpeed } from './total-speed.tsx';
import './sidebar.css';

const icons: Readonly<Record<Group, LucideIcon>> = {
  all: Layers,
  active: ArrowDown,
  queued: CirclePause,
  completed: CircleCheck,
  failed: TriangleAlert,
};

export function Sidebar() {
  const { t, format } = useText();
  const shown = useView((view) => view.group);
  const counts = useCounts();
  return (
    <nav className="sidebar" aria-label={t('groups.label')}>
      <h1 className="brand">
        <Mark className="brand-mark" />
        <span>{t('app.name')}</span>
      </h1>
      <ToggleGroup className="groups" value={[shown]} onValueChange={([next]) => showGroup(next ?? shown)} aria-label={t('groups.label')}>
        {groups.map((group) => {
          const Icon = icons[group];
          return (
            <Toggle key={group} value={group} className="group">
              <Icon className="icon" aria-hidden />
              <span className="group-name">{t(`groups.${group}`)}</span>
              <span className="group-count numbers" data-alarm={group === 'failed' && counts.failed > 0 ? '' : undefined}>
                {counts[group] > 0 && format.integer(counts[group])}
              </span>
            </Toggle>
          );
        })}
      </ToggleGroup>
      <div className="filters">
        <QueueFilter />
        <CategoryFilter />
      </div>
      <TotalSpeed />
    </nav>
  );
}
