/** The window, put together. */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import { Toast } from '@base-ui/react/toast';
import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect } from 'react';
import { Tooltips } from '../controls/button.tsx';
import { Layer } from '../controls/layer.tsx';
import { TextProvider, useText } from '../controls/text.tsx';
import { Toaster } from '../controls/toaster.tsx';
import { Details } from '../details/details.tsx';
import { Downloads } from '../list/downloads.tsx';
import { useSettings } from '../state/settings.ts';
import { toasts } from '../state/toasts.ts';
import { detailedId, useView } from '../state/view.ts';
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
  const detailed = useView(detailedId);
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
                <Downloads />
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
