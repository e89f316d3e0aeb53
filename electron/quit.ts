/** Ends the app in the middle of anything: what runs is checkpointed first, for a bounded time. */
import { app } from 'electron';

/** What is not done by then is left to the journals, which are made for that. */
const closingTime = 5000;

/** @param close has told of what goes wrong in it: the app ends all the same. */
export function closeBeforeQuit(close: () => Promise<void>): void {
  let closed = false;
  let closing = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    if (closing) return;
    closing = true;
    const timeout = new Promise((resolve) => setTimeout(resolve, closingTime));
    void Promise.race([close().catch(() => {}), timeout]).then(() => {
      closed = true;
      app.quit();
    });
  });
}
