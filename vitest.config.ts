import { defineConfig } from 'vitest/config';

/**
 * The threads that tests start run sources, whose types Node strips with WebAssembly. V8 13.6 crashes now and then when one thread replaces a wrapper
 * around what that code calls while another thread frees its own (WasmEngine::FreeDeadCode, under Runtime_TierUpWasmToJSWrapper): so none is replaced.
 * What is built runs no such code.
 */
const keepWrappers = '--wasm-wrapper-tiering-budget=1000000000';

export default defineConfig({
  test: {
    execArgv: [keepWrappers],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts', 'bench/*.test.ts'], exclude: ['test/faults/**', 'test/e2e/**'] },
      },
      { extends: true, test: { name: 'faults', include: ['test/faults/**/*.test.ts'], testTimeout: 120_000 } },
    ],
  },
});
