/** A completion is acknowledged to the engine once it is stored, and not before: until then the engine can tell of it again. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseSettings } from '../../contract/settings.ts';
import type { Completion } from '../../engine/state.ts';
import type { Engine, EngineEvent } from '../../engine/types.ts';
import { Downloads } from '../../service/downloads.ts';
import { Hosts } from '../../service/hosts.ts';
import { silent } from '../../service/log.ts';
import { openStore, type Store } from '../../service/store/store.ts';
import { Vault } from '../../service/vault.ts';

const completion = (path: string, finishedAt: number): Completion => ({
  path,
  size: 1,
  sha256: null,
  checks: [],
  finishedAt,
  elapsed: 0,
  skipped: false,
});

/** Tells what a test has it tell, and keeps what it is told. */
class ToldEngine implements Pick<Engine, 'on' | 'addAll' | 'acknowledge'> {
  readonly acknowledged: string[] = [];
  #listener: (event: EngineEvent) => void = () => {};

  tell(event: EngineEvent): void {
    this.#listener(event);
  }

  on(listener: (event: EngineEvent) => void): () => void {
    this.#listener = listener;
    return () => {};
  }

  acknowledge(_id: string, path: string): void {
    this.acknowledged.push(path);
  }

  addAll(): void {}
}

let store: Store;
let engine: ToldEngine;
let full: boolean;

function open(): Downloads {
  engine = new ToldEngine();
  const failing: Store = {
    ...store,
    saveDownloads(records) {
      if (full) throw new Error('database or disk is full');
      store.saveDownloads(records);
    },
    saveHostConnections(host, connections) {
      if (full) throw new Error('database or disk is full');
      store.saveHostConnections(host, connections);
    },
  };
  return new Downloads({
    engine: engine as Pick<Engine, keyof ToldEngine & keyof Engine> as Engine,
    store: failing,
    hosts: new Hosts(store.hostSettings, new Vault(null)),
    settings: () => parseSettings({}),
    hasQueue: () => true,
    downloadsFolder: '/downloads',
    version: '1',
    log: silent,
  });
}

beforeEach(() => {
  store = openStore(':memory:', silent);
  full = false;
});

afterEach(() => store.close());

const complete = (id: string, path: string, finishedAt: number): void =>
  engine.tell({ type: 'state', id, state: { status: 'completed', completion: completion(path, finishedAt) } });

test('what is stored is acknowledged', () => {
  const [id = ''] = open().add([{ url: 'http://host.example/a' }]);
  complete(id, '/downloads/a', 1);
  expect(store.downloads()[0]?.state.status).toBe('completed');
  expect(engine.acknowledged).toEqual(['/downloads/a']);
});

test('what could not be stored is not', () => {
  const [id = ''] = open().add([{ url: 'http://host.example/a' }]);
  full = true;
  complete(id, '/downloads/a', 1);
  expect(engine.acknowledged).toEqual([]);
});

test('what is learned on the way ends nothing when it cannot be stored', () => {
  const [id = ''] = open().add([{ url: 'http://host.example/a' }]);
  full = true;
  engine.tell({ type: 'learned', id, host: 'host.example', connections: 4 });
  full = false;
  complete(id, '/downloads/a', 1);
  expect(store.hostConnections('host.example')).toBeNull();
  expect(engine.acknowledged).toEqual(['/downloads/a']);
});

test('after a restart, what was stored last is acknowledged once more, and no long history', () => {
  const ids = open().add(['a', 'b', 'c'].map((name) => ({ url: `http://host.example/${name}` })));
  for (const [index, id] of ids.entries()) complete(id, `/downloads/${index}`, [1, 1_000_000, 1_000_500][index] as number);
  const second = open();
  second.load();
  expect(engine.acknowledged).toEqual(['/downloads/1', '/downloads/2']);
});
