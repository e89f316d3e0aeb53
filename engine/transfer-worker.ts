/** The transfer thread: an inline runner behind a message port. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { InlineRunner } from './runner.ts';
import type { RunnerOrder, RunnerReport } from './thread-runner.ts';
import type { EngineLimits } from './types.ts';

const port = parentPort as MessagePort;
const report = (message: RunnerReport): void => port.postMessage(message);
const runner = new InlineRunner(workerData as EngineLimits, report);

port.on('message', (order: RunnerOrder) => {
  switch (order.op) {
    case 'start':
      return runner.start(order.request, order.adopt, order.group);
    case 'assign':
      return runner.assign(order.id, order.group);
    case 'stop':
      return runner.stop(order.id, order.how);
    case 'limit':
      return runner.limit(order.id, order.rate);
    case 'forget':
      return runner.forget(order.id);
    case 'configure':
      return runner.configure(order.limits);
    case 'discard':
      return answer(order.call, runner.discard(order.request));
    case 'deleteFile':
      return answer(order.call, runner.deleteFile(order.path));
    case 'close':
      return answer(order.call, runner.close());
  }
});

function answer(call: number, work: Promise<void>): void {
  work.then(
    () => report({ type: 'done', call, error: null }),
    (error: unknown) => report({ type: 'done', call, error: String(error) }),
  );
}
