/** The contract, answered by the service. Input is checked by its schema here, at the boundary; behind it, types are enough. */
import { implement, ORPCError } from '@orpc/server';
import { contract } from '../contract/api.ts';
import { DownloadError } from '../contract/errors.ts';
import type { ServiceApi } from './api.ts';

export type ServiceRouter = ReturnType<typeof createRouter>;

export function createRouter(api: ServiceApi) {
  // Output is ours and typed: checking every patch of every row again would cost more than the rest of the way.
  const rpc = implement(contract)
    .$config({ initialOutputValidationIndex: Number.NaN })
    .use(async ({ next }) => {
      try {
        return await next();
      } catch (error) {
        throw error instanceof DownloadError ? asRpcError(error) : error;
      }
    });

  return rpc.router({
    app: {
      info: rpc.app.info.handler(() => api.info()),
    },
    downloads: {
      add: rpc.downloads.add.handler(({ input }) => api.add(input.items)),
      pause: rpc.downloads.pause.handler(({ input }) => api.pause(input.ids)),
      resume: rpc.downloads.resume.handler(({ input }) => api.resume(input.ids)),
      retry: rpc.downloads.retry.handler(({ input }) => api.retry(input.ids)),
      remove: rpc.downloads.remove.handler(({ input }) => api.remove(input.ids, input)),
      pauseAll: rpc.downloads.pauseAll.handler(() => api.pauseAll()),
      resumeAll: rpc.downloads.resumeAll.handler(() => api.resumeAll()),
      limit: rpc.downloads.limit.handler(({ input }) => api.limit(input.ids, input.rate)),
      move: rpc.downloads.move.handler(({ input }) => api.move(input.ids, input.before)),
      categorize: rpc.downloads.categorize.handler(({ input }) => api.categorize(input.ids, input.category)),
      expect: rpc.downloads.expect.handler(({ input }) => api.expect(input)),
      setQueue: rpc.downloads.setQueue.handler(({ input }) => api.setQueue(input.ids, input.queue)),
      setPriority: rpc.downloads.setPriority.handler(({ input }) => api.setPriority(input.ids, input.priority)),
      startNow: rpc.downloads.startNow.handler(({ input }) => api.startNow(input.ids)),
      refreshLink: rpc.downloads.refreshLink.handler(({ input }) => api.refreshLink(input.id, input.url)),
      report: rpc.downloads.report.handler(({ input }) => api.report(input.id)),
      watch: rpc.downloads.watch.handler(({ input, signal }) => api.watch(signal, input?.reader, input?.inParts)),
      tellRest: rpc.downloads.tellRest.handler(({ input }) => api.tellRest(input.reader)),
      setPace: rpc.downloads.setPace.handler(({ input }) => api.setPace(input.reader, input.pace)),
      watchDetail: rpc.downloads.watchDetail.handler(({ input, signal }) => api.watchDetail(input.id, signal)),
      open: rpc.downloads.open.handler(({ input }) => api.open(input.id)),
      showInFolder: rpc.downloads.showInFolder.handler(({ input }) => api.showInFolder(input.id)),
    },
    files: {
      hash: rpc.files.hash.handler(({ input, signal }) => withCodes(api.hash(input, signal))),
    },
    clipboard: {
      watch: rpc.clipboard.watch.handler(({ signal }) => api.watchClipboard(signal)),
    },
    links: {
      peek: rpc.links.peek.handler(({ input, signal }) => api.peek(input, signal ?? new AbortController().signal)),
      readList: rpc.links.readList.handler(({ input, signal }) => api.readList(input, signal ?? new AbortController().signal)),
      survey: rpc.links.survey.handler(({ input }) => api.survey(input.items)),
    },
    categories: {
      save: rpc.categories.save.handler(({ input }) => api.saveCategories(input.categories)),
      watch: rpc.categories.watch.handler(({ signal }) => api.watchCategories(signal)),
    },
    queues: {
      create: rpc.queues.create.handler(({ input }) => api.createQueue(input)),
      update: rpc.queues.update.handler(({ input }) => api.updateQueue(input.id, input.changes)),
      remove: rpc.queues.remove.handler(({ input }) => api.removeQueue(input.id)),
      watch: rpc.queues.watch.handler(({ signal }) => api.watchQueues(signal)),
    },
    proxy: {
      savePassword: rpc.proxy.savePassword.handler(({ input }) => api.saveProxyPassword(input.password)),
      watchPassword: rpc.proxy.watchPassword.handler(({ signal }) => api.watchProxyPassword(signal)),
    },
    desktop: {
      watch: rpc.desktop.watch.handler(({ signal }) => api.desktop.watch(signal)),
      commands: rpc.desktop.commands.handler(({ signal }) => api.desktop.commands(signal)),
      chooseFolder: rpc.desktop.chooseFolder.handler(({ input }) => api.desktop.chooseFolder(input.from)),
      whenDone: rpc.desktop.whenDone.handler(({ input }) => api.desktop.whenDone(input.ending)),
      endNow: rpc.desktop.endNow.handler(() => api.desktop.endNow()),
      dismiss: rpc.desktop.dismiss.handler(() => api.desktop.dismiss()),
      checkForUpdate: rpc.desktop.checkForUpdate.handler(() => api.desktop.checkForUpdate()),
    },
    hosts: {
      save: rpc.hosts.save.handler(({ input }) => api.saveHosts(input.hosts)),
      remove: rpc.hosts.remove.handler(({ input }) => api.removeHosts(input.ids)),
      watch: rpc.hosts.watch.handler(({ signal }) => api.watchHosts(signal)),
    },
    backup: {
      write: rpc.backup.write.handler(() => api.writeBackup()),
      read: rpc.backup.read.handler(({ input }) => api.readBackup(input)),
    },
    history: {
      find: rpc.history.find.handler(({ input }) => api.findHistory(input)),
      again: rpc.history.again.handler(({ input }) => api.historyAgain(input.ids)),
      showInFolder: rpc.history.showInFolder.handler(({ input }) => api.showHistoryInFolder(input.id)),
      remove: rpc.history.remove.handler(({ input }) => api.removeHistory(input.ids)),
      clear: rpc.history.clear.handler(() => api.clearHistory()),
      watch: rpc.history.watch.handler(({ signal }) => api.watchHistory(signal)),
    },
    settings: {
      get: rpc.settings.get.handler(() => api.settings()),
      update: rpc.settings.update.handler(({ input }) => api.updateSettings(input)),
      watch: rpc.settings.watch.handler(({ signal }) => api.watchSettings(signal)),
    },
  });
}

/** A stream fails long after its call has been answered: what fails then has to be told by its code as well. */
async function* withCodes<Value>(stream: AsyncIterable<Value>): AsyncGenerator<Value> {
  try {
    yield* stream;
  } catch (error) {
    throw error instanceof DownloadError ? asRpcError(error) : error;
  }
}

/** Crosses as its stable code, with a message for people; never with a stack or a cause. */
function asRpcError(error: DownloadError): ORPCError<string, unknown> {
  const { code, message, retryable, details } = error.toFailure();
  return new ORPCError(code, { message, data: { retryable, ...(details && { details }) } });
}
