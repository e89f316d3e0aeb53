/**
 * npm run bench: how fast it is, against its peers and its own goals.
 *
 *   npm run bench                        the quick mode: under 3 minutes
 *   npm run bench -- --full              every scene, more rounds
 *   npm run bench -- http uneven         only these scenes
 *   npm run bench -- --list              what there is
 *   npm run bench -- --rounds 5          other than the mode's own
 *   npm run bench -- --folder /data/x    on another disk
 *   npm run bench -- window --minutes 60 how long the memory of the window is watched
 *   npm run bench -- --profile http many where our own time goes, instead of how long it takes
 *
 * A run over all scenes is written to bench/results/ and into docs/performance.md.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { flameGraph } from './profile/flame-graph.ts';
import { createProfiler, profileObstacle, type Profile } from './profile/profiler.ts';
import { profileTables, withProfiles } from './profile/tables.ts';
import { chart, describeMachine, terminalTable, withResults, type Report } from './report.ts';
import type { Row } from './row.ts';
import type { Scene, Stage } from './scene.ts';
import { delay, list, messages, startup } from './scenes/app.ts';
import { hours, window } from './scenes/window.ts';
import { even, uneven } from './scenes/connections.ts';
import { growth } from './scenes/growth.ts';
import { far, lossy } from './scenes/link.ts';
import { many } from './scenes/many.ts';
import { small } from './scenes/small.ts';
import { digest, http, peers, tls } from './scenes/whole.ts';
import { Workspace } from './workspace.ts';

const scenes: readonly Scene[] = [
  http(),
  digest(),
  tls(),
  peers(),
  even,
  uneven,
  lossy,
  far,
  small,
  many,
  growth,
  startup,
  delay,
  messages,
  list,
  window,
  hours,
];

const root = path.resolve(import.meta.dirname, '..');
const { values: options, positionals: named } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    minutes: { type: 'string' },
    profile: { type: 'boolean', default: false },
    folder: { type: 'string', default: path.join(root, '.cache', 'bench') },
  },
});

if (options.list) {
  for (const { name, title, fullOnly } of scenes) console.log(`${name.padEnd(10)} ${title}${fullOnly ? ' (full mode)' : ''}`);
  process.exit();
}
const unknown = named.filter((name) => scenes.every((scene) => scene.name !== name));
if (unknown.length > 0) {
  console.error(`There is no scene ${unknown.join(', ')}; there is ${scenes.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const mode = options.full ? 'full' : 'quick';
const docs = path.join(root, 'docs');
if (options.profile) await profileScenes();
else await measureScenes();

async function measureScenes(): Promise<void> {
  const chosen = scenes.filter(({ name, fullOnly }) => (named.length > 0 ? named.includes(name) : options.full || !fullOnly));
  const { rows, obstacles } = await perform(chosen, null);
  const report: Report = { mode, at: new Date().toISOString(), machine: describeMachine(), node: process.versions.node, rows, obstacles };
  console.log(terminalTable(report));
  if (named.length === 0) publish(report);
}

async function profileScenes(): Promise<void> {
  const missing = profileObstacle();
  if (missing !== null) {
    console.error(`No profile can be made: ${missing}.`);
    process.exit(1);
  }
  const profiles: Profile[] = [];
  const chosen = scenes.filter(({ name, profiled }) => profiled && (named.length === 0 || named.includes(name)));
  const { obstacles } = await perform(chosen, (profile) => profiles.push(profile));
  for (const { scene, reason } of obstacles) console.error(`${scene}: not profiled, ${reason}`);
  mkdirSync(path.join(docs, 'profiles'), { recursive: true });
  for (const { name, title, samples } of profiles) writeFileSync(path.join(docs, 'profiles', `${name}.svg`), flameGraph(title, samples));
  console.log(profileTables(profiles));
  if (named.length === 0) rewrite((document) => withProfiles(document, profiles));
}

async function perform(
  chosenScenes: readonly Scene[],
  onProfile: ((profile: Profile) => void) | null,
): Promise<Pick<Report, 'rows' | 'obstacles'>> {
  using workspace = new Workspace(options.folder);
  // An interrupted run should leave no gigabytes behind; servers and links end themselves in the same way.
  process.once('exit', () => workspace[Symbol.dispose]());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const measured: Row[] = [];
  const hindered: { scene: string; reason: string }[] = [];
  for (const scene of chosenScenes) {
    const reason = scene.obstacle();
    if (reason !== null) {
      hindered.push({ scene: scene.name, reason });
      continue;
    }
    console.error(scene.title);
    const stage: Stage = {
      mode,
      workspace,
      rounds: (quick, full) => (options.rounds === undefined ? (options.full ? full : quick) : Number(options.rounds)),
      minutes: (quick, full) => (options.minutes === undefined ? (options.full ? full : quick) : Number(options.minutes)),
      profiler: onProfile && createProfiler(scene, workspace.folder, onProfile),
      say: (text) => console.error(`  ${text}`),
    };
    measured.push(...(await scene.measure(stage)));
  }
  return { rows: measured, obstacles: hindered };
}

function publish(finished: Report): void {
  const results = path.join(root, 'bench', 'results');
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, `${finished.at.slice(0, 10)}.json`), `${JSON.stringify(finished, null, 2)}\n`);
  rewrite((document) => withResults(document, finished));
  writeFileSync(path.join(docs, 'performance.svg'), chart(finished));
}

function rewrite(change: (document: string) => string): void {
  const file = path.join(docs, 'performance.md');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
