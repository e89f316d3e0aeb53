/** What the terminal shows at one moment: a block for each download that runs, its chunks below it, and a line for the rest. */
import type { Progress } from '../../service/headless.ts';
import { chart, type Glyphs } from './chart.ts';
import { formatAmount, formatDuration, formatPercent, formatSpeed, timeLeft } from './format.ts';
import type { Item } from './view.ts';

type Segment = Progress['segments'][number];
type Style = 'bold' | 'dim' | 'cyan' | 'green' | 'yellow';

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: Glyphs;
  readonly style: (style: Style, text: string) => string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const indent = '  ';
/** A chunk's number, percentage and speed with the space around them; the rest of its cell is the bar. */
const chunkTextWidth = 23;
const smallestBar = 8;
const widestBar = 60;

function drawBar(spans: readonly Segment[], size: number, width: number, { glyphs, style }: Screen): string {
  return chart(spans, size, width)
    .map(({ kind, length }) => style(kind === 'empty' ? 'dim' : 'cyan', glyphs[kind].repeat(length)))
    .join('');
}

/**
 * Figures from the most to the least wanted; a narrow terminal loses what has no room. Each keeps its width, so that the bar beside
 * them does not change its own at every moment.
 */
function figures(progress: Progress, room: number): string {
  const left = timeLeft(progress);
  const parts = [
    (formatPercent(progress) ?? '').padStart(4),
    formatAmount(progress).padStart(progress.size === null ? 8 : 20),
    (progress.speed > 0 ? formatSpeed(progress.speed) : '').padStart(10),
    (left === null ? '' : `${formatDuration(left)} left`).padStart(10),
    (progress.connections > 0 ? `${progress.connections} conn` : '').padStart(7),
  ];
  return parts.reduce((text, part) => (text.length + 2 + part.length <= room ? `${text}  ${part}` : text));
}

function statusNote({ status, retryAt, progress }: Item, now: number): string {
  switch (status) {
    case 'probing':
      return 'connecting';
    case 'waiting':
      return retryAt === null ? 'waiting' : `trying again in ${formatDuration(Math.max(0, retryAt - now))}`;
    case 'verifying':
    case 'finishing':
      return 'verifying';
    default:
      return progress ? '' : 'connecting';
  }
}

function drawChunk(number: number, segment: Segment, barWidth: number, screen: Screen): string {
  const size = segment.end - segment.start;
  const bar = drawBar([{ ...segment, start: 0, end: size }], size, barWidth, screen);
  const percent = `${Math.floor((segment.received / Math.max(1, size)) * 100)}%`.padStart(4);
  const speed = segment.speed > 0 ? formatSpeed(segment.speed) : '';
  return `${String(number).padStart(2)} ${bar} ${percent} ${screen.style('dim', speed.padStart(11))}  `;
}

/** Those that connections work on now, side by side in as many columns as fit. */
function drawChunks(segments: readonly Segment[], lines: number, screen: Screen): string[] {
  const active = segments.filter((segment) => segment.state === 'active');
  if (active.length < 2 || lines < 1) return [];
  const room = screen.columns - indent.length - 1;
  const across = Math.max(1, Math.floor(room / (chunkTextWidth + 14)));
  const barWidth = Math.min(widestBar, Math.floor(room / across) - chunkTextWidth);
  if (barWidth < 4) return [];

  const needed = Math.ceil(active.length / across);
  const shown = needed <= lines ? needed : lines - 1;
  const drawn = Array.from({ length: shown }, (_, line) => {
    const cells = active.slice(line * across, (line + 1) * across);
    return indent + cells.map((segment, cell) => drawChunk(line * across + cell + 1, segment, barWidth, screen)).join('');
  });
  const hidden = active.length - shown * across;
  return hidden > 0 ? [...drawn, `${indent}${screen.glyphs.more} and ${hidden} more chunks`] : drawn;
}

function drawItem(item: Item, lines: number, screen: Screen): string[] {
  const { progress } = item;
  const note = statusNote(item, screen.now);
  const title = `${screen.style('bold', item.name)}${note && `  ${screen.style('yellow', note)}`}`;
  if (!progress) return [title];

  const room = screen.columns - indent.length - 1;
  const text = figures(progress, room - smallestBar - 2);
  const width = Math.min(widestBar, room - text.length - 2);
  const bar = progress.size === null ? '' : `${drawBar(progress.segments, progress.size, Math.max(4, width), screen)}  `;
  return [title, `${indent}${bar}${text}`, ...drawChunks(progress.segments, lines - 2, screen)];
}

function summary(items: readonly Item[], shown: readonly Item[]): string[] {
  const waiting = items.length - shown.length;
  if (items.length < 2) return [];
  const speed = items.reduce((sum, item) => sum + (item.progress?.speed ?? 0), 0);
  return [[formatSpeed(speed), waiting > 0 ? `${waiting} more to go` : ''].filter(Boolean).join(', ')];
}

/** Lines for what is not finished; the caller cuts those that are too wide. Never more lines than the terminal has. */
export function drawFrame(items: readonly Item[], screen: Screen): string[] {
  const room = Math.max(3, screen.rows - 2);
  const running = items.filter((item) => item.status !== 'queued').slice(0, Math.floor((room - 1) / 2));
  const total = summary(items, running);
  let spare = room - total.length - running.length * 2;
  const lines: string[] = [];
  for (const [index, item] of running.entries()) {
    const share = Math.floor(spare / (running.length - index));
    const block = drawItem(item, 2 + share, screen);
    spare -= Math.max(0, block.length - 2);
    lines.push(...block);
  }
  return [...lines, ...total];
}
