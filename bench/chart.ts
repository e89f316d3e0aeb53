/** A bar for each goal: how much of what it allows was needed. All goals are upper bounds, so that a bar short of the line is good. */
import { formatValue, type Row } from './row.ts';
import { escape } from './svg.ts';

const rowHeight = 22;
const labelWidth = 430;
const scaleWidth = 360;
const valueWidth = 150;
const margin = 16;
/** Shares beyond this are cut off; their figure says the rest. */
const longest = 1.5;

const style = `
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .met { fill: #2da44e; } .missed { fill: #d1242f; }
  .goal { stroke: #57606a; stroke-dasharray: 3 3; } .spread { stroke: #24292f; stroke-width: 1.5; }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .goal { stroke: #8b949e; } .spread { stroke: #e6edf3; } }
`;

export function chartOf(rows: readonly Row[]): string {
  const held = rows.flatMap((row) => (row.atMost === null ? [] : [{ row, atMost: row.atMost }]));
  const top = margin + rowHeight;
  const height = top + held.length * rowHeight + margin;
  const width = margin + labelWidth + scaleWidth + valueWidth + margin;
  const left = margin + labelWidth;
  const xOf = (share: number): number => Math.round(left + (Math.min(share, longest) / longest) * scaleWidth);

  const bars = held.map(({ row, atMost }, index) => {
    const { name, unit, low, median, high, ok } = row;
    const y = top + index * rowHeight;
    const middle = y + rowHeight / 2;
    return [
      `<text x="${left - 8}" y="${middle + 4}" text-anchor="end">${escape(name)}</text>`,
      `<rect class="${ok ? 'met' : 'missed'}" x="${left}" y="${y + 4}" width="${Math.max(1, xOf(median / atMost) - left)}" height="${rowHeight - 8}" rx="2"/>`,
      `<line class="spread" x1="${xOf(low / atMost)}" x2="${xOf(high / atMost)}" y1="${middle}" y2="${middle}"/>`,
      `<text x="${left + scaleWidth + 8}" y="${middle + 4}">${escape(`${formatValue(median, unit)} of ${formatValue(atMost, unit)}`)}</text>`,
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    '<title>Each figure as a share of its goal; shorter is better</title>',
    `<style>${style}</style>`,
    ...bars,
    `<line class="goal" x1="${xOf(1)}" x2="${xOf(1)}" y1="${margin}" y2="${height - margin}"/>`,
    `<text x="${xOf(1)}" y="${margin + 6}" text-anchor="middle">goal</text>`,
    '</svg>\n',
  ].join('\n');
}
