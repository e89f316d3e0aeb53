/** Opens the built window on a stage. Run by hand it prints the address: `node test/renderer/stage/open.ts mixed`. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { startServer } from '../../../server/server.ts';
import { createRouter } from '../../../service/router.ts';
import type { Settings } from '../../../contract/settings.ts';
import { scenes } from './scenes.ts';
import { Stage } from './stage.ts';

export interface OpenStage {
  readonly address: string;
  readonly stage: Stage;
  close(): Promise<void>;
}

export async function openStage(name: string, settings: Partial<Settings> = {}): Promise<OpenStage> {
  const scene = scenes[name]?.();
  if (!scene) throw new Error(`There is no scene ${name}; there are ${Object.keys(scenes).join(', ')}.`);
  const stage = new Stage({ ...scene, settings: { ...scene.settings, ...settings } });
  const server = await startServer({
    router: createRouter(stage.api()),
    page: path.resolve(import.meta.dirname, '../../../out/renderer'),
    token: randomBytes(16).toString('hex'),
    port: 0,
    log: () => {},
  });
  return {
    address: server.address,
    stage,
    async close() {
      stage.close();
      await server.close();
    },
  };
}

if (import.meta.main) console.log((await openStage(process.argv[2] ?? 'mixed')).address);
