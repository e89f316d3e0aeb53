/** The window itself, in the language of whoever looks at it. */
import '@fontsource-variable/inter/index.css';
import './styles/base.css';
import './styles/tokens.css';
import './controls/button.css';
import './controls/controls.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { languageFor } from '../contract/language.ts';
import { App } from './shell/app.tsx';
import { finishRemovals } from './state/removal.ts';
import { startI18n } from './text/i18n.ts';

export async function openWindow(root: HTMLElement): Promise<void> {
  await startI18n(languageFor('system', navigator.languages));
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  addEventListener('pagehide', finishRemovals);
}
