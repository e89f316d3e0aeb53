/** Progress for a log or a pipe: a line now and then, nothing that moves. Quiet leaves nothing but failures and results. */
import {
  completionLine,
  failureLine,
  formatAmount,
  formatConnections,
  formatDuration,
  formatPercent,
  formatSpeed,
  resultLine,
  timeLeft,
} from './format.ts';
import type { Item, Output, View } from './view.ts';

const interval = 5000;

function progressLine({ name, progress, status, retryAt }: Item): string {
  if (status === 'waiting')
    return `${name}: waiting${retryAt === null ? '' : ` ${formatDuration(Math.max(0, retryAt - Date.now()))}`} to try again`;
  if (!progress) return `${name}: connecting`;
  if (status === 'verifying' || status === 'finishing') return `${name}: verifying`;
  const left = timeLeft(progress);
  return `${name}: ${[
    formatPercent(progress),
    formatAmount(progress),
    formatSpeed(progress.speed),
    formatConnections(progress.connections),
    left === null ? null : `${formatDuration(left)} left`,
  ]
    .filter((part) => part !== null)
    .join(', ')}`;
}

export function createLineView(output: Output, { quiet }: { quiet: boolean }): View {
  const running = new Map<string, Item>();
  const tell = (line: string): void => {
    if (!quiet) output.stderr(line);
  };
  const timer = setInterval(() => {
    for (const item of running.values()) if (item.status !== 'queued') tell(progressLine(item));
  }, interval);
  timer.unref();

  return {
    added(item) {
      running.set(item.id, item);
    },
    changed() {},
    notice({ name }, { message }) {
      tell(`${name}: ${message}`);
    },
    completed({ id, name }, completion) {
      running.delete(id);
      tell(completionLine(name, completion));
      output.stdout(resultLine(name, completion));
    },
    failed({ id, name }, failure, kept) {
      running.delete(id);
      output.stderr(`rangefinder: ${failureLine(name, failure, kept)}`);
    },
    line: (text) => output.stderr(text),
    close: () => clearInterval(timer),
  };
}
