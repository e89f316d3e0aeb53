/** The service as the desktop's main process holds it, and a window that watches its list, with the messages between them counted. */
import { createClient, type Client } from '../../contract/client.ts';
import type { Port } from '../../contract/port.ts';
import { createService, type Service } from '../../service/index.ts';
import { createPortPair } from '../../service/transport/memory.ts';
import { serve } from '../../service/transport/serve.ts';

export interface Desk {
  readonly service: Service;
  readonly client: Client;
  /** Bytes of the messages to the window until now. */
  readonly sent: () => number;
}

export function openDesk(downloadsFolder: string, databasePath = ':memory:'): Desk {
  const nothing = async (): Promise<void> => undefined;
  const service = createService({
    databasePath,
    downloadsFolder,
    run: 'thread',
    version: '0',
    shell: 'desktop',
    desktop: { openPath: nothing, showInFolder: nothing },
  });
  const [main, window] = createPortPair();
  let bytes = 0;
  const counted: Port = {
    send(message) {
      bytes += Buffer.byteLength(message);
      return main.send(message);
    },
    onMessage: (listener) => main.onMessage(listener),
    onClose: (listener) => main.onClose(listener),
    close: () => main.close(),
  };
  serve(counted, service.router);
  return { service, client: createClient(window), sent: () => bytes };
}
