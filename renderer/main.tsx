/** Where the window begins. */
import '@fontsource-variable/inter/index.css';
import './styles/base.css';
import './styles/tokens.css';
import './controls/button.css';
import './controls/controls.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import { languageFor } from '../contract/language.ts';
import { asked, keepConnected } from './connection/session.ts';
import { App } from './shell/app.tsx';
import { finishRemovals } from './state/removal.ts';
import { startI18n } from './text/i18n.ts';

// Schemas are read as they are: compiling them would need `eval`, which the page's content security policy refuses.
config({ jitless: true });

/** Milliseconds: a service that cannot be reached must not keep the window from being seen. */
const longestWait = 100;

const root = document.getElementById('root');
if (!root) throw new Error('the page has no place for the window');

// The service gets to work before the window does.
void keepConnected();
await startI18n(languageFor('system', navigator.languages));
await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, longestWait))]);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
addEventListener('pagehide', finishRemovals);
