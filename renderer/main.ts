/** Where the window begins: with the line to the service, which gets to work while the browser is still reading the rest of the window. */
import { asked, keepConnected } from './connection/session.ts';

/** Milliseconds: a service that cannot be reached must not keep the window from being seen. */
const longestWait = 100;

const root = document.getElementById('root');
if (!root) throw new Error('the page has no place for the window');

void keepConnected();
const { openWindow } = await import('./window.tsx');
await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, longestWait))]);
await openWindow(root);
