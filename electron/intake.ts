/** Takes what is handed over, whenever it comes: at the start, from a second start, from the system. */
import { app } from 'electron';
import type { ServiceApi } from '../service/api.ts';
import { readHandedOver, scheme } from './handed-over.ts';
import { commandWindow, offerFile } from './menu.ts';
import { showWindow } from './window.ts';

/** On a Mac, what the app was started for comes as an event, perhaps before anything is ready. */
const early: string[] = [];
let take = (text: string): void => void early.push(text);

export function catchEarly(): void {
  for (const name of ['open-url', 'open-file'] as const) {
    app.on(name as 'open-url', (event, text) => {
      event.preventDefault();
      take(text);
    });
  }
}

export function takeHandedOver(api: ServiceApi): void {
  // Else an unpackaged copy would take links away from the one that is installed.
  if (app.isPackaged) app.setAsDefaultProtocolClient(scheme);

  const accept = (args: readonly string[], folder: string): void => {
    const { links, offered, files } = readHandedOver(args, folder);
    if (links.length > 0) api.add(links.map((url) => ({ url })));
    if (offered.length > 0) commandWindow(api, { do: 'offer', text: offered.join('\n'), name: '', handedOver: true });
    for (const file of files) void offerFile(api, file, true);
  };
  take = (text) => accept([text], process.cwd());
  accept(process.argv.slice(1), process.cwd());
  for (const text of early.splice(0)) take(text);
  app.on('second-instance', (_event, argv, folder) => {
    accept(argv.slice(1), folder);
    showWindow();
  });
}
