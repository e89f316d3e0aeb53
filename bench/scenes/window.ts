/** What the window costs, how smoothly it moves, and what it keeps of the hours, with a list as long as any and much going on in it. */
import { findBrowser } from '../../scripts/browser-window.mjs';
import { scene, type Stage } from '../scene.ts';
import { ask } from './app.ts';

/** Milliseconds between frames, and the part of them that came late. */
interface Frames {
  readonly usual: number;
  readonly longest: number;
  readonly late: number;
}

interface Round {
  readonly paint: number;
  readonly cpu: number;
  readonly kilobytes: number;
  readonly updates: number;
  readonly scroll: Frames;
  readonly search: Frames;
  readonly sort: Frames;
  readonly filter: Frames;
  readonly hidden: number;
  /** Null when it was not watched. */
  readonly growth: number | null;
}

export const window = scene({
  name: 'window',
  title: 'The window with 10,000 downloads, 50 of them active',
  obstacle: () => (findBrowser() ? null : 'there is no browser to show the window in'),
  async play(stage: Stage) {
    const rounds: Round[] = [];
    const minutes = stage.minutes(0, 5);
    // The memory is watched once: what grows does so in every round.
    while (rounds.length < stage.rounds(1, 3)) rounds.push(await ask(stage, 'page', String(rounds.length === 0 ? minutes : 0)));
    return rounds;
  },
  goals: [
    { name: 'Window with 10,000 downloads: first rows', unit: 'ms', atMost: 1000, of: (round) => round.paint },
    { name: "50 active: CPU of the page, of a second's 1000 ms", unit: 'ms', atMost: 300, of: (round) => round.cpu },
    { name: '50 active, ten times a second: messages to the page', unit: 'kB/s', atMost: 200, of: (round) => round.kilobytes },
    { name: '50 active: updates that reach a page that is seen', unit: '/s', atMost: null, of: (round) => round.updates },
    { name: '50 active: updates that reach a page that is hidden', unit: '/s', atMost: 2, of: (round) => round.hidden },
    { name: 'Scrolling: frame, 95 %', unit: 'ms', atMost: 17.5, of: (round) => round.scroll.usual },
    { name: 'Scrolling: frames that are late', unit: '%', atMost: 1, of: (round) => round.scroll.late * 100 },
    { name: 'Scrolling: longest frame', unit: 'ms', atMost: null, of: (round) => round.scroll.longest },
    { name: 'Searching: longest frame', unit: 'ms', atMost: 100, of: (round) => round.search.longest },
    { name: 'Sorting: longest frame', unit: 'ms', atMost: 100, of: (round) => round.sort.longest },
    { name: 'Filtering: longest frame', unit: 'ms', atMost: 100, of: (round) => round.filter.longest },
    { name: 'Memory of the page: growth in a minute', unit: 'kB', atMost: 200, of: (round) => round.growth ?? Number.NaN },
  ],
});

/** Minutes' worth of updates: in fewer, what grows cannot be told from what comes and goes. */
const shortest = 10;

export const hours = scene({
  name: 'hours',
  title: 'The memory of the window over an hour of updates, ten a second',
  fullOnly: true,
  obstacle: () => (findBrowser() ? null : 'there is no browser to show the window in'),
  async play(stage: Stage) {
    // The growth of one run is the slope of a dozen looks, of which more runs would tell no more.
    return [await ask<{ readonly growth: number }>(stage, 'page-hours', String(Math.max(shortest, stage.minutes(shortest, 60)) * 600))];
  },
  goals: [{ name: 'Memory of the page: growth in 1,000 updates', unit: 'kB', atMost: 30, of: ({ growth }) => growth }],
});
