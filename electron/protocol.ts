/** The page's own scheme. Unlike files, it has an origin, and nothing outside the page's folder can be reached by it. */
import { protocol, type IpcMainEvent } from 'electron';
import { answerPage, pageFolder } from '../service/page.ts';

const scheme = 'app';
const host = 'bundle';

export const pageAddress = `${scheme}://${host}/index.html`;

/** Must be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
}

export function servePage(): void {
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    if (url.host !== host) return new Response(null, { status: 404 });
    const { status, headers, body } = await answerPage(pageFolder, url.pathname);
    return new Response(body, { status, headers });
  });
}

export function isPageAddress(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === `${scheme}:` && url.host === host;
}

/** Only the page itself, in the window's own frame: not a frame within it, and not what it may have navigated to. */
export function isFromPage({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  return senderFrame !== null && !senderFrame.parent && isPageAddress(senderFrame.url);
}
