import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { findElectron } from './scripts/electron-binary.mjs';

// Where Electron's binary is, the tests run in it. Elsewhere, or when asked to, they run the same app on the stand-in.
if (process.env['RANGEFINDER_STAND_IN'] || !findElectron()) {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = path.join(import.meta.dirname, 'test', 'electron-stand-in');
}

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // Ceilings, for machines that are slow or have other work as well.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Each test opens a window with a browser of its own: two at once on a small machine only make each other slow.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
});
