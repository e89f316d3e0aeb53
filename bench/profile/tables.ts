/** Profiles as the document tells of them. */
import { breakdownOf, purposeNames } from './breakdown.ts';
import type { Profile } from './profiler.ts';

/** As many as a line of the table can hold. */
const mostCalls = 6;

const begin = '<!-- profiles: begin -->';
const end = '<!-- profiles: end -->';

/** The document with its profiles replaced by these. @throws when it has no place for them. */
export function withProfiles(document: string, profiles: readonly Profile[]): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the document has no ${begin} … ${end}`);
  return `${document.slice(0, from)}${[begin, profileTables(profiles)].join('\n\n')}\n\n${document.slice(to)}`;
}

export const profileTables = (profiles: readonly Profile[]): string => [purposeTable(profiles), callTable(profiles)].join('\n\n');

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function purposeTable(profiles: readonly Profile[]): string {
  const sums = profiles.map(({ samples }) => breakdownOf(samples));
  const shown = purposeNames.filter((name) => sums.some((sum) => Math.round(sum.get(name) ?? 0) > 0));
  const rows = profiles.map(({ name, title, samples }, index) => {
    const whole = samples.reduce((sum, { weight }) => sum + weight, 0);
    const parts = shown.map((purpose) => String(Math.round(sums[index]?.get(purpose) ?? 0)));
    return line([`[${title}](profiles/${name}.svg)`, String(Math.round(whole)), ...parts]);
  });
  return [line(['Processor time, ms', 'all', ...shown]), line(['---', ...['', ...shown].map(() => '---:')]), ...rows].join('\n');
}

function callTable(profiles: readonly Profile[]): string {
  const rows = profiles.map(({ title, calls }) => {
    const most = calls.toSorted((a, b) => b.count - a.count).slice(0, mostCalls);
    return line([
      title,
      String(calls.reduce((sum, { count }) => sum + count, 0)),
      most.map(({ name, count }) => `${name} ${count}`).join(', '),
    ]);
  });
  return [line(['System calls', 'all', 'most often']), line(['---', '---:', '---']), ...rows].join('\n');
}
