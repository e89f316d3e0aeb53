/** The table of faults, as text. */
import type { FaultCase } from './case.ts';
import { permittedExits, type Grave } from './judge.ts';
import type { Performance } from './perform.ts';
import type { Tool } from './tools.ts';

export interface Row extends Performance {
  readonly group: string;
  readonly faultCase: FaultCase;
}

const columns = [7, 76, 36, 36] as const;

const line = (cells: readonly string[], last: string): string =>
  [...cells.map((cell, index) => cell.slice(0, columns[index]).padEnd(columns[index] ?? 0)), last].join(' ').trimEnd();

const say = (text: string): void => void process.stdout.write(`${text}\n`);

export function printHeading(tool: string): void {
  say(`\n${tool}`);
  say(line(['no', 'case', 'outcome', 'expected'], 'ok'));
}

export function printRow(row: Row, before: Row | undefined): void {
  if (row.group !== before?.group) say(`\n${row.group}`);
  say(line([row.faultCase.id, row.faultCase.name, row.outcome, expectationOf(row.faultCase)], row.complaints.length === 0 ? 'yes' : 'NO'));
  for (const complaint of row.complaints) if (complaint !== row.outcome) say(`        ${complaint}`);
}

const expectationOf = (faultCase: FaultCase): string => {
  const { codes } = faultCase.expect;
  const exits = permittedExits(faultCase).map((exit) => (exit === 0 ? 'the right file' : `exit ${exit}`));
  return [exits.join(' or '), ...(codes ? [codes.join(' or ')] : [])].join(' ');
};

export function printSummary(results: ReadonlyMap<Tool, readonly Row[]>): void {
  say('\nSummary');
  for (const [tool, rows] of results) {
    const right = rows.filter(({ complaints }) => complaints.length === 0).length;
    const count = (grave: Grave): number => rows.filter((row) => row.grave === grave).length;
    const graves = `wrong file called complete ${count('wrong file')}, credentials leaked ${count('leak')}, hung ${count('hang')}`;
    say(`  ${tool.name.padEnd(12)} ${right} of ${rows.length} as expected; ${graves}; ${seconds(rows)} s of runs`);
  }
}

const seconds = (rows: readonly Row[]): number => Math.round(rows.reduce((sum, { elapsed }) => sum + elapsed, 0) / 1000);
