/**
 * Prints the table of faults: each case, what came of it, what should have come of it, and whether that is right.
 *
 *   npm run test:faults                     every case, with Rangefinder
 *   npm run test:faults -- --peers          the same, then with aria2c, curl and wget where they are installed
 *   npm run test:faults -- 37 S4 --jobs 4   only cases whose number begins so, four at a time
 */
import { parseArgs } from 'node:util';
import { catalogue } from './cases/index.ts';
import type { FaultCase } from './case.ts';
import { perform } from './perform.ts';
import { printHeading, printRow, printSummary, type Row } from './table.ts';
import { peers, rangefinder, type Tool } from './tools.ts';

const { values: options, positionals: wanted } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    jobs: { type: 'string', default: '3' },
  },
  allowPositionals: true,
});

const isWanted = ({ id }: FaultCase): boolean =>
  wanted.length === 0 || wanted.some((start) => id === start || new RegExp(`^${start}(?![0-9])`).test(id));

const cases = catalogue.flatMap((group) => group.cases.filter(isWanted).map((faultCase) => ({ group: group.title, faultCase })));

/** Plays the cases a few at a time and prints their rows in the catalogue's order, each as soon as all before it are known. */
async function play(tool: Tool): Promise<Row[]> {
  const due = cases.filter(({ faultCase }) => tool === rangefinder || faultCase.peers !== false);
  const rows: Row[] = Array.from({ length: due.length });
  let next = 0;
  let printed = 0;
  printHeading(tool.name);
  const playNext = async (): Promise<void> => {
    for (let index = next; index < due.length; index = next) {
      next += 1;
      const { group, faultCase } = due[index] as (typeof due)[number];
      rows[index] = { group, faultCase, ...(await perform(faultCase, tool)) };
      for (let row = rows[printed]; row; row = rows[printed]) {
        printRow(row, rows[printed - 1]);
        printed += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: Number(options.jobs) }, playNext));
  return rows;
}

const tools = [rangefinder, ...(options.peers ? peers.filter((peer) => peer.installed()) : [])].filter(
  ({ name }) => options.only.length === 0 || options.only.includes(name),
);
const results = new Map<Tool, Row[]>();
for (const tool of tools) results.set(tool, await play(tool));
printSummary(results);
if (results.get(rangefinder)?.some(({ complaints }) => complaints.length > 0)) process.exitCode = 1;
