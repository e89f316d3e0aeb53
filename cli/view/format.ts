/** Figures and sentences for people. */
import type { Failure } from '../../contract/errors.ts';
import type { Completion, Progress } from '../../service/headless.ts';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Three digits that mean something: `999 B`, `1.50 MiB`, `23.4 GiB`. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

export const formatSpeed = (bytesPerSecond: number): string => `${formatSize(bytesPerSecond)}/s`;

/** `0:07`, `12:30`, `3:05:00`, and days from there. */
export function formatDuration(milliseconds: number): string {
  const total = Math.round(milliseconds / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [days, hours, minutes, seconds] = [
    Math.floor(total / 86400),
    Math.floor(total / 3600) % 24,
    Math.floor(total / 60) % 60,
    total % 60,
  ];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** Rounded down: 100 % is said of what is complete only. */
export function formatPercent({ received, size }: Pick<Progress, 'received' | 'size'>): string | null {
  if (size === null) return null;
  return size === 0 ? '100%' : `${Math.floor((received / size) * 100)}%`;
}

export const formatAmount = ({ received, size }: Pick<Progress, 'received' | 'size'>): string =>
  size === null ? formatSize(received) : `${formatSize(received)} of ${formatSize(size)}`;

/** Milliseconds; null while nothing can be said. */
export function timeLeft({ received, size, speed }: Progress): number | null {
  if (size === null || speed <= 0) return null;
  return ((size - received) / speed) * 1000;
}

export const formatConnections = (count: number): string => (count === 1 ? '1 connection' : `${count} connections`);

/**
 * What a completed file is worth on standard output: a line that `sha256sum -c` accepts. Without SHA-256 it is the digest that was
 * checked instead, or the path alone.
 */
export function resultLine(name: string, { path, sha256, checks }: Completion): string {
  if (sha256) return `SHA256 (${name}) = ${sha256}`;
  const [check] = checks;
  return check ? `${check.algorithm.toUpperCase()} (${name}) = ${check.actual}` : path;
}

export function completionLine(name: string, { size, elapsed, skipped }: Completion): string {
  if (skipped) return `${name}: is there already, nothing was fetched`;
  const speed = elapsed > 0 ? `, ${formatSpeed((size / elapsed) * 1000)}` : '';
  return `${name}: ${formatSize(size)} in ${formatDuration(elapsed)}${speed}`;
}

/** One line: what failed, why, and whether running the command again goes on from there. */
export function failureLine(name: string, { code, message }: Failure, kept: boolean): string {
  const resume = kept ? '; what was received is kept, the same command goes on from there' : '';
  return `${name}: ${message.replace(/[.\s]+$/, '')} (${code})${resume}`;
}
