/** Takes from every page what ours does not need: permissions, other addresses, other windows. */
import { app, session, shell } from 'electron';
import { isPageAddress } from './protocol.ts';

/** What the page may do that Chromium asks permission for: put the checksum on the clipboard, at the user's click. */
const granted: readonly string[] = ['clipboard-sanitized-write'];

export function secureSession(): void {
  session.defaultSession.setPermissionRequestHandler((contents, permission, answer) => {
    answer(granted.includes(permission) && isPageAddress(contents.getURL()));
  });
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission, origin) => granted.includes(permission) && isPageAddress(origin),
  );
}

export function secureContents(): void {
  app.on('web-contents-created', (_created, contents) => {
    const stay = (event: { preventDefault(): void }, address: string): void => {
      if (!isPageAddress(address)) event.preventDefault();
    };
    contents.on('will-navigate', (event) => stay(event, event.url));
    contents.on('will-frame-navigate', (event) => stay(event, event.url));
    contents.on('will-redirect', (event) => stay(event, event.url));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      void openOutside(url);
      return { action: 'deny' };
    });
  });
}

/** In the user's browser, and only what belongs there: any other scheme could start any other program. */
async function openOutside(address: string): Promise<void> {
  const url = URL.parse(address);
  if (url?.protocol === 'https:' || url?.protocol === 'http:') await shell.openExternal(url.href);
}
