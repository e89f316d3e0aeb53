/** The results as a table for the terminal, and as JSON, Markdown and a chart for the documentation. */
import os from 'node:os';
import { chartOf } from './chart.ts';
import { formatValue, type Row } from './row.ts';
import type { Mode } from './scene.ts';

export interface Report {
  readonly mode: Mode;
  /** ISO 8601. */
  readonly at: string;
  readonly machine: string;
  readonly node: string;
  readonly rows: readonly Row[];
  /** Scenes that could not be measured, and why. */
  readonly obstacles: readonly { readonly scene: string; readonly reason: string }[];
}

export function describeMachine(): string {
  const processors = os.cpus();
  const model = processors[0]?.model.trim() || os.arch();
  return `${processors.length} × ${model}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}`;
}

const headings = ['Work', 'Reached', 'Goal', 'Quartiles', 'Rounds', ''] as const;

function cellsOf(row: Row): string[] {
  const { name, unit, atMost, low, median, high, values, ok } = row;
  const goal = atMost === null ? '–' : `≤ ${formatValue(atMost, unit)}`;
  const verdict = ok === null ? '' : ok ? 'ok' : 'missed';
  return [name, formatValue(median, unit), goal, `${formatValue(low, unit)} – ${formatValue(high, unit)}`, String(values.length), verdict];
}

export function terminalTable({ rows, obstacles }: Report): string {
  const lines = [[...headings], ...rows.map(cellsOf)];
  const widths = headings.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const table = lines.map((cells) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
  );
  return [...table, ...obstacles.map(({ scene, reason }) => `${scene}: not measured, ${reason}`)].join('\n');
}

export function markdownTable({ rows, obstacles }: Report): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [line(headings), '| --- | ---: | ---: | ---: | ---: | --- |', ...rows.map((row) => line(cellsOf(row)))];
  return [...table, ...obstacles.map(({ scene, reason }) => `\nNot measured: ${scene}, because ${reason}.`)].join('\n');
}

const begin = '<!-- results: begin -->';
const end = '<!-- results: end -->';

/** The document with its results replaced by these. @throws when it has no place for them. */
export function withResults(document: string, report: Report): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the document has no ${begin} … ${end}`);
  const { mode, at, machine, node } = report;
  const intro = `Measured on ${at.slice(0, 10)} in ${mode} mode: ${machine}, Node ${node}.`;
  const results = [begin, intro, '![Each figure as a share of its goal](performance.svg)', markdownTable(report)].join('\n\n');
  return `${document.slice(0, from)}${results}\n\n${document.slice(to)}`;
}

export const chart = ({ rows }: Report): string => chartOf(rows);
