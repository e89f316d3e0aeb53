/** What the window shows of the list, and what the person has picked in it. */
import { create } from 'zustand';
import type { DownloadId } from '../../contract/download.ts';
import type { QueueId } from '../../contract/queue.ts';
import type { Group } from './groups.ts';
import { noSelection, selectOnly, type Selection } from './selection.ts';

export type DialogName = 'add' | 'settings' | 'shortcuts' | 'limit' | 'categories' | 'hosts' | 'queues' | 'history' | 'import' | 'verify';

interface ViewState {
  readonly group: Group;
  /** The category that the list is narrowed to, besides; null for none. */
  readonly category: string | null;
  /** The queue that the list is narrowed to, besides; null for none. */
  readonly queue: QueueId | null;
  readonly search: string;
  readonly selection: Selection;
  /** Whether the details of the one selected download are shown. */
  readonly detailsOpen: boolean;
  readonly dialog: DialogName | null;
  /** Files asked to be deleted with their downloads, while the person is asked again. */
  readonly deleting: readonly DownloadId[];
  /** The download that is to get another link, while it is asked for. */
  readonly refreshing: DownloadId | null;
  /** The download of which somebody says what its file is to be. */
  readonly expecting: DownloadId | null;
  /** Whose speed the dialog about limits is about. */
  readonly limiting: readonly DownloadId[];
  /** Removed, but not yet for good: hidden until the time for undoing is over. */
  readonly leaving: ReadonlySet<DownloadId>;
  /** The ids in the list, top to bottom; kept here for whatever acts on the list from outside of it. */
  readonly order: readonly DownloadId[];
}

export const useView = create<ViewState>()(() => ({
  group: 'all',
  category: null,
  queue: null,
  search: '',
  selection: noSelection,
  detailsOpen: false,
  dialog: null,
  deleting: [],
  limiting: [],
  refreshing: null,
  expecting: null,
  leaving: new Set(),
  order: [],
}));

const { setState, getState } = useView;

/** By which whoever is told to search finds the field for it. */
export const searchFieldId = 'search-downloads';

/** What has the keyboard once something that had it is gone with the empty list. */
export const addButtonId = 'add-download';

/** All is all: it takes back whatever else narrows the list. */
export const showGroup = (group: Group): void => setState(group === 'all' ? { group, category: null, queue: null } : { group });
export const showCategory = (category: string | null): void => setState({ category });
export const showQueue = (queue: QueueId | null): void => setState({ queue });
export const searchFor = (search: string): void => setState({ search });
export const openDialog = (dialog: DialogName): void => setState({ dialog });
export const closeDialog = (): void => setState({ dialog: null });
export const askToDelete = (ids: readonly DownloadId[]): void => setState({ deleting: ids });
export const askForLink = (refreshing: DownloadId | null): void => setState({ refreshing });
export const askForChecksum = (expecting: DownloadId | null): void => setState({ expecting });
export const askForLimit = (ids: readonly DownloadId[]): void => setState({ dialog: 'limit', limiting: ids });
export const closeDetails = (): void => setState({ detailsOpen: false });

export const select = (change: (selection: Selection, order: readonly DownloadId[]) => Selection): void =>
  setState(({ selection, order }) => ({ selection: change(selection, order) }));

export function showDetails(id: DownloadId): void {
  setState({ selection: selectOnly(id), detailsOpen: true });
}

/** Whether the person is to answer something, or has asked for a dialog. */
export const isAsking = ({ dialog, deleting, refreshing, expecting }: ViewState): boolean =>
  dialog !== null || deleting.length > 0 || refreshing !== null || expecting !== null;

/** The download whose details are asked for: the one that is selected alone. */
export function detailedId(view: ViewState): DownloadId | null {
  if (!view.detailsOpen || view.selection.selected.size !== 1) return null;
  const [only] = view.selection.selected;
  return only ?? null;
}

/** The selected downloads, in the list's order. */
export function selectedIds(): DownloadId[] {
  const { selection, order } = getState();
  return order.filter((id) => selection.selected.has(id));
}

export function setLeaving(change: (leaving: Set<DownloadId>) => void): void {
  const leaving = new Set(getState().leaving);
  change(leaving);
  setState({ leaving });
}
