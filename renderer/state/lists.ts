/** Takes in what was found in dropped or opened files, and says what could not be taken. */
import i18next from 'i18next';
import type { AddInput } from '../../contract/download.ts';
import { readMetalink, type ListReading, type ListTrouble } from '../input/lists.ts';
import { useConnection } from './connection.ts';
import { offerLinks } from './draft.ts';
import { askable } from './previews.ts';
import { toasts } from './toasts.ts';

/** What is wrong with a list, in words. */
export const troubleWords = ({ name, problem }: ListTrouble): string => i18next.t(`toast.lists.${problem}`, { name });

/** Fetches the list that a link leads to. @throws what the service answers. */
export async function fetchList(item: AddInput, signal: AbortSignal): Promise<ListReading> {
  const { client } = useConnection.getState();
  if (!client) throw new Error(i18next.t('connection.unreachable'));
  const { name: _, ...rest } = askable(item);
  const { name, text } = await client.links.readList(rest, { signal });
  // It was taken for a Metalink before its name was known.
  return text === null ? { text: '', facts: [], troubles: [{ name, problem: 'too_large' }], rest: [] } : await readMetalink(text, name);
}

/** More are not told one by one. */
const told = 3;

interface Taking {
  /** What to say when there were no links. */
  readonly none?: string;
  readonly handedOver?: boolean;
}

export function takeLists({ text, facts, troubles }: ListReading, { none, handedOver = false }: Taking = {}): void {
  const taken = offerLinks(text, { facts, handedOver });
  for (const trouble of troubles.slice(0, told)) toasts.add({ type: 'error', title: troubleWords(trouble) });
  if (!taken && troubles.length === 0) toasts.add({ title: none ?? i18next.t('toast.noLinksDropped') });
}
