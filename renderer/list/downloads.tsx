/** What is shown of the list, and in which order. Apart from the rest of the window, which is not drawn anew with every letter of a search. */
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { DownloadId } from '../../contract/download.ts';
import { useDownloads } from '../state/downloads.ts';
import { noteFirstPicture } from '../state/first-picture.ts';
import { useLayout } from '../state/layout.ts';
import { useNarrowing } from '../state/narrowing.ts';
import { isVolatile, narrowed, WholeOrder } from '../state/order.ts';
import { withoutGone } from '../state/selection.ts';
import { useView } from '../state/view.ts';
import { Empty } from './empty.tsx';
import { DownloadList } from './list.tsx';

export function Downloads() {
  const order = useOrder();
  const loaded = useDownloads((state) => state.loaded);
  useEffect(() => {
    if (loaded) noteFirstPicture();
  }, [loaded]);
  if (order.length > 0) return <DownloadList order={order} />;
  return loaded && <Empty />;
}

/** The ids to show, found anew only when rows or the question changed, not with every byte that arrives. */
function useOrder(): readonly DownloadId[] {
  const group = useView((view) => view.group);
  const search = useDeferredValue(useView((view) => view.search));
  const sorting = useLayout((layout) => layout.sorting);
  const narrow = useNarrowing();
  const leaving = useView((view) => view.leaving);
  const rows = useDownloads((state) => (isVolatile(sorting.key) ? state.sampled : state.ordered));
  const [whole] = useState(() => new WholeOrder());

  const order = useMemo(
    () => narrowed(whole.of(rows, sorting), { group, search, narrow }, leaving),
    [whole, rows, group, search, sorting, narrow, leaving],
  );
  const before = useRef(order);
  useEffect(() => {
    useView.setState(({ selection }) => ({ order, selection: withoutGone(selection, before.current, order) }));
    before.current = order;
  }, [order]);
  return order;
}
