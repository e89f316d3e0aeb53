/** The window, put together. */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import { Toast } from '@base-ui/react/toast';
import { Tooltip } from '@base-ui/react/tooltip';
import { useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { Tooltips } from '../controls/button.tsx';
import { Layer } from '../controls/layer.tsx';
import { TextProvider, useText } from '../controls/text.tsx';
import { Toaster } from '../controls/toaster.tsx';
import { Details } from '../details/details.tsx';
import { Empty } from '../list/empty.tsx';
import { DownloadList } from '../list/list.tsx';
import { useDownloads } from '../state/downloads.ts';
import { noteFirstPicture } from '../state/first-picture.ts';
import { useLayout } from '../state/layout.ts';
import { arrange, inOrderOf, isVolatile } from '../state/order.ts';
import { useNarrowing } from '../state/narrowing.ts';
import { withoutGone } from '../state/selection.ts';
import { useSettings } from '../state/settings.ts';
import { toasts } from '../state/toasts.ts';
import { detailedId, shownOrder, useView } from '../state/view.ts';
import { Announcer } from './announcer.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { Dialogs } from './dialogs.tsx';
import { Intake } from './intake.tsx';
import { NewsBar } from './news-bar.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useShortcuts } from './shortcuts.ts';
import { Sidebar } from './sidebar.tsx';
import { Toolbar } from './toolbar.tsx';
import './shell.css';

export function App() {
  return (
    <TextProvider>
      <Providers />
    </TextProvider>
  );
}

function Providers() {
  const { direction } = useText();
  // The page's content security policy allows no style elements, so none are made.
  return (
    <CSPProvider disableStyleElements>
      <DirectionProvider direction={direction}>
        <Toast.Provider toastManager={toasts}>
          <Tooltip.Provider delay={450} closeDelay={0}>
            <Window />
            <Tooltips />
          </Tooltip.Provider>
          <Toaster />
        </Toast.Provider>
      </DirectionProvider>
    </CSPProvider>
  );
}

function Window() {
  useTheme();
  useShortcuts();
  const order = useOrder();
  const loaded = useDownloads((state) => state.loaded);
  const detailed = useView(detailedId);
  useEffect(() => {
    if (loaded) noteFirstPicture();
  }, [loaded]);
  return (
    <>
      <div className="window">
        <Sidebar />
        <div className="page">
          <Toolbar />
          <main className="main">
            <div className="work">
              <div className="work-list">
                <ConnectionBar />
                <NewsBar />
                {order.length > 0 && <DownloadList order={order} />}
                {order.length === 0 && loaded && <Empty />}
                <SelectionBar />
              </div>
              {detailed !== null && <Details key={detailed} id={detailed} />}
            </div>
            <Layer />
          </main>
        </div>
      </div>
      <Dialogs />
      <Announcer />
      <Intake />
    </>
  );
}

function useTheme(): void {
  const theme = useSettings((state) => state.settings.theme);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}

/** The ids to show, found anew only when rows or the question changed, not with every byte that arrives. */
function useOrder() {
  const group = useView((view) => view.group);
  const search = useDeferredValue(useView((view) => view.search));
  const sorting = useLayout((layout) => layout.sorting);
  const narrow = useNarrowing();
  const leaving = useView((view) => view.leaving);
  const rows = useDownloads((state) => (isVolatile(sorting.key) ? state.sampled : state.ordered));

  const order = useMemo(
    () => arrange(inOrderOf(shownOrder(), rows), { group, search, sorting, narrow }, leaving),
    [rows, group, search, sorting, narrow, leaving],
  );
  const before = useRef(order);
  useEffect(() => {
    useView.setState(({ selection }) => ({ order, selection: withoutGone(selection, before.current, order) }));
    before.current = order;
  }, [order]);
  return order;
}
