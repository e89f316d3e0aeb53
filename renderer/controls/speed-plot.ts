/** The plot of a speed, drawn on a canvas of its own. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** What is drawn, and when to draw it again. */
export interface History {
  samples(): (number | null)[];
  subscribe(listener: () => void): () => void;
}

/** Quieter than this, the scale does not zoom in: noise would look like news. */
const lowestCeiling = 64 * 1024;

/** Fills an element with the plot. Returns the way to take it away. */
export function plotSpeed(element: HTMLElement, history: History): () => void {
  const graph = create(element);
  const draw = (): void => {
    const speeds = history.samples();
    graph.setData([speeds.map((_, index) => index), speeds]);
  };
  draw();
  const unsubscribe = history.subscribe(draw);
  const observer = new ResizeObserver(() => graph.setSize({ width: element.clientWidth, height: element.clientHeight }));
  observer.observe(element);
  // The colours come from the theme, so a change of it draws the plot again.
  const themes = new MutationObserver(() => graph.redraw());
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const redraw = (): void => graph.redraw();
  dark.addEventListener('change', redraw);
  return () => {
    dark.removeEventListener('change', redraw);
    themes.disconnect();
    observer.disconnect();
    unsubscribe();
    graph.destroy();
  };
}

function create(element: HTMLElement): uPlot {
  const colour = (name: string) => () => getComputedStyle(element).getPropertyValue(name);
  return new uPlot(
    {
      width: element.clientWidth,
      height: element.clientHeight,
      legend: { show: false },
      cursor: { show: false },
      padding: [4, 0, 0, 0],
      scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(lowestCeiling, (most ?? 0) * 1.1)] } },
      axes: [{ show: false }, { show: false }],
      series: [{}, { stroke: colour('--graph-line'), fill: colour('--graph-fill'), width: 1.5, points: { show: false } }],
    },
    [[], []],
    element,
  );
}
