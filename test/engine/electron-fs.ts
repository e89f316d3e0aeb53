/**
 * Runs in a process of its own, with `node:fs` as Electron has it: whatever is called `*.asar` is taken for an archive, and what is none cannot be used.
 * Downloads such a file with the whole service, and prints what became of it.
 */
import nodeFs from 'node:fs';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder = '', url = ''] = process.argv.slice(2);

type Call = (...parameters: unknown[]) => unknown;

/** Calls of the untouched module that are going on: Electron's is a copy with insides of its own, and these are shared. */
let inside = 0;

const within =
  (call: Call): Call =>
  (...parameters) => {
    inside += 1;
    try {
      return call(...parameters);
    } finally {
      inside -= 1;
    }
  };

// The module that Electron gives to those who want files as they are.
const copies: Record<string, unknown> = {};
for (const [name, value] of Object.entries(nodeFs)) copies[name] = name.endsWith('Sync') ? within(value as Call) : value;
const original = { ...copies, constants: nodeFs.constants, promises: { ...nodeFs.promises } };
Object.assign(globalThis, { originalFs: original });
const untouched = 'data:text/javascript,module.exports%20=%20globalThis.originalFs';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'original-fs' ? { url: untouched, format: 'commonjs', shortCircuit: true } : next(specifier, context),
  load: (address, context, next) =>
    address === untouched
      ? { format: 'commonjs', source: 'module.exports = globalThis.originalFs', shortCircuit: true }
      : next(address, context),
});
Object.defineProperty(process.versions, 'electron', { value: '0' });

function patch(module: object): void {
  const calls = module as Record<string, unknown>;
  for (const [name, call] of Object.entries(module)) {
    if (typeof call !== 'function' || /^[A-Z]/.test(name)) continue;
    calls[name] = (...parameters: unknown[]): unknown => {
      if (inside === 0 && typeof parameters[0] === 'string' && /\.asar(\/|$)/i.test(parameters[0]))
        throw new Error(`Invalid package ${parameters[0]}`);
      return (call as Call)(...parameters);
    };
  }
}
patch(nodeFs);
patch(nodeFs.promises);
syncBuiltinESMExports();

const { createService } = (await import(
  pathToFileURL(`${import.meta.dirname}/../../service/index.ts`).href
)) as typeof import('../../service/index.ts');
const opened: string[] = [];
const { isExecutable } = await import('../../service/executable.ts');
const service = createService({
  databasePath: ':memory:',
  downloadsFolder: folder,
  run: 'inline',
  version: '0',
  shell: 'desktop',
  desktop: {
    openPath: async (path) => void opened.push(`${path} ${await isExecutable(path)}`),
    showInFolder: async () => {},
  },
});
const [id = ''] = service.api.add([{ url }]);
const { promise: ended, resolve: end } = Promise.withResolvers<void>();
service.api.onEvent((event) => {
  if (event.type === 'state' && ['completed', 'failed'].includes(event.state.status)) end();
});
await ended;
const row = service.api.row(id);
if (row?.status === 'completed') await service.api.open(id);
await service.close();
console.log(JSON.stringify({ status: row?.status, error: row?.error, name: row?.name, opened }));
