/**
 * Fuzzes every parser that strangers can reach, by turns, with ever new seeds.
 *
 *   npm run fuzz                            one minute
 *   npm run fuzz -- --minutes 10 --seed 7   seeds 7, 8, 9, …
 */
import { parseArgs } from 'node:util';
import { hunt } from './hunt.ts';
import { targets } from './targets.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } } });
const runsPerTurn = 1000;
const ends = performance.now() + Number(values.minutes) * 60_000;

const figures = new Map(targets.map(({ name }) => [name, { inputs: 0, slowest: 0 }]));
const failures: string[] = [];
let seed = Number(values.seed);
for (; performance.now() < ends && failures.length === 0; seed += 1) {
  for (const target of targets) {
    const found = hunt(target, seed, runsPerTurn);
    const figure = figures.get(target.name) as { inputs: number; slowest: number };
    figure.inputs += found.inputs;
    figure.slowest = Math.max(figure.slowest, found.slowest);
    if (found.failure) failures.push(`${target.name}, seed ${seed}: ${found.failure}`);
  }
}

console.log('| parser | inputs | slowest |\n|---|---:|---:|');
for (const [name, { inputs, slowest }] of figures) console.log(`| ${name} | ${inputs} | ${slowest.toFixed(1)} ms |`);
console.log(`\nSeeds ${values.seed} to ${seed - 1}; ${failures.length === 0 ? 'nothing found' : failures.join('\n')}`);
if (failures.length > 0) process.exitCode = 1;
