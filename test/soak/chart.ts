/** Two lines over time, each on its own scale from zero: memory and descriptors. */
export interface Sample {
  readonly minute: number;
  /** MiB. */
  readonly rss: number;
  readonly descriptors: number;
  readonly completed: number;
}

const width = 860;
const height = 300;
const margin = { left: 60, right: 60, top: 30, bottom: 40 };

const style = `
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .memory { stroke: #2f5bdb; fill: none; stroke-width: 2; } .descriptors { stroke: #2da44e; fill: none; stroke-width: 2; }
  .axis { stroke: #8b949e; } text.memory { fill: #2f5bdb; stroke: none; } text.descriptors { fill: #2da44e; stroke: none; }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } }
`;

export function chartOf(samples: readonly Sample[]): string {
  const lastMinute = samples.at(-1)?.minute ?? 1;
  const bottom = height - margin.bottom;
  const right = width - margin.right;
  const top = {
    memory: roundUp(Math.max(1, ...samples.map(({ rss }) => rss))),
    descriptors: roundUp(Math.max(1, ...samples.map(({ descriptors }) => descriptors))),
  };
  const xOf = (minute: number): number => margin.left + (minute / lastMinute) * (right - margin.left);
  const yOf = (share: number): number => bottom - share * (bottom - margin.top);
  const line = (valueOf: (sample: Sample) => number): string =>
    samples.map((sample) => `${xOf(sample.minute).toFixed(1)},${yOf(valueOf(sample)).toFixed(1)}`).join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Memory and descriptors over time">
<style>${style}</style>
<line class="axis" x1="${margin.left}" y1="${bottom}" x2="${right}" y2="${bottom}"/>
<polyline class="memory" points="${line(({ rss }) => rss / top.memory)}"/>
<polyline class="descriptors" points="${line(({ descriptors }) => descriptors / top.descriptors)}"/>
<text class="memory" x="${margin.left}" y="18">resident memory: 0 to ${top.memory} MiB</text>
<text class="descriptors" x="${right}" y="18" text-anchor="end">open descriptors: 0 to ${top.descriptors}</text>
<text x="${margin.left}" y="${height - 12}">0</text>
<text x="${right}" y="${height - 12}" text-anchor="end">${lastMinute.toFixed(0)} minutes, ${samples.at(-1)?.completed ?? 0} downloads</text>
</svg>
`;
}

const roundUp = (value: number): number => Math.ceil((value * 1.2) / 10) * 10;
