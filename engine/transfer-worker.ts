/** The transfer thread: an inline runner behind a message port. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { asDownloadError } from '../contract/errors.ts';
import { Connector } from './http/connector.ts';
import { InlineRunner } from './runner.ts';
import type { RunnerOrder, RunnerReport } from './thread-runner.ts';
import type { EngineLimits } from './types.ts';

const port = parentPort as MessagePort;
/** What is being done for a caller who waits. */
const calls = new Map<number, AbortController>();

/** What there is to tell: at the end of each turn of this thread, all at once. */
let told: RunnerReport[] = [];
function report(message: RunnerReport): void {
  if (told.push(message) > 1) return;
  setImmediate(() => {
    const reports = told;
    told = [];
    port.postMessage(reports);
  });
}

/** Proxies are the other thread's to know: only there are the settings, and the system's own. */
const questions = new Map<number, PromiseWithResolvers<readonly string[]>>();
let lastQuestion = 0;
function askForProxies(url: string): Promise<readonly string[]> {
  const question = ++lastQuestion;
  const asked = Promise.withResolvers<readonly string[]>();
  questions.set(question, asked);
  report({ type: 'proxies', question, url });
  return asked.promise;
}

const runner = new InlineRunner(workerData as EngineLimits, report, { connector: new Connector(askForProxies) });

port.on('message', (order: RunnerOrder) => {
  switch (order.op) {
    case 'start':
      return runner.start(order.request, order.adopt, order.group);
    case 'assign':
      return runner.assign(order.id, order.group);
    case 'stop':
      return runner.stop(order.id, order.how);
    case 'adjust':
      return runner.adjust(order.id, order.adjustment);
    case 'demand':
      return runner.demand(order.id, order.demands);
    case 'retry':
      return runner.retry(order.id);
    case 'forget':
      return runner.forget(order.id);
    case 'acknowledge':
      return answer(order.call, () => runner.acknowledge(order.id, order.path));
    case 'configure':
      return runner.configure(order.limits);
    case 'proxies': {
      const asked = questions.get(order.question);
      questions.delete(order.question);
      return order.error === null ? asked?.resolve(order.proxies) : asked?.reject(new Error(order.error));
    }
    case 'discard':
      return answer(order.call, () => runner.discard(order.request));
    case 'deleteFile':
      return answer(order.call, () => runner.deleteFile(order.path));
    case 'peek':
      return answer(order.call, (signal) => runner.peek(order.request, signal));
    case 'readList':
      return answer(order.call, (signal) => runner.readList(order.request, signal));
    case 'survey':
      return answer(order.call, () => runner.survey(order.questions));
    case 'cancel':
      return calls.get(order.of)?.abort();
    case 'close':
      return answer(order.call, () => runner.close());
  }
});

function answer(call: number, work: (signal: AbortSignal) => Promise<unknown>): void {
  const abort = new AbortController();
  calls.set(call, abort);
  work(abort.signal)
    .then(
      (value) => report({ type: 'done', call, value }),
      (error: unknown) => report({ type: 'undone', call, failure: asDownloadError(error).toFailure() }),
    )
    .finally(() => calls.delete(call));
}
