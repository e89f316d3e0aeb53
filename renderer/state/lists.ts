/** Takes in what was found in dropped or opened files, and says what could not be taken. */
import i18next from 'i18next';
import type { ListReading } from '../input/lists.ts';
import { offerLinks } from './draft.ts';
import { toasts } from './toasts.ts';

/** More are not told one by one. */
const told = 3;

interface Taking {
  /** What to say when there were no links. */
  readonly none?: string;
  readonly handedOver?: boolean;
}

export function takeLists({ text, facts, troubles }: ListReading, { none, handedOver = false }: Taking = {}): void {
  const taken = offerLinks(text, { facts, handedOver });
  for (const { name, problem } of troubles.slice(0, told))
    toasts.add({ type: 'error', title: i18next.t(`toast.lists.${problem}`, { name }) });
  if (!taken && troubles.length === 0) toasts.add({ title: none ?? i18next.t('toast.noLinksDropped') });
}
