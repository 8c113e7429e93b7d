/** Draws long series, thousands of points, on a canvas; this file and its library are fetched only then. */
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import Plot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { DrawingProps } from './drawing.tsx';

const COLOURS = ['--brand-ring', '--good', '--wait'];
const DASHES = [[], [6, 4], [2, 3]];

/** Counts the changes of scheme and colour: a canvas keeps the ink that it was drawn with. */
function useColours(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const changed = (): void => setChanges((now) => now + 1);
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributeFilter: ['data-scheme', 'style'] });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', changed);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', changed);
    };
  }, []);
  return changes;
}

export function LongDrawing({ points, series, format, width, height, active, setActive }: DrawingProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const point = useRef(setActive);
  point.current = setActive;
  const colours = useColours();

  // biome-ignore lint/correctness/useExhaustiveDependencies: other colours are drawn anew
  useLayoutEffect(() => {
    const host = box.current;
    if (!host) return;
    const style = getComputedStyle(host);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--dim'),
      grid: { stroke: colour('--rule'), width: 1 },
      ticks: { show: false },
      font: `12px ${style.fontFamily}`,
    };
    plot.current = new Plot(
      {
        width,
        height,
        legend: { show: false },
        scales: { x: { time: false } },
        cursor: { drag: { x: false, y: false } },
        axes: [
          { ...axis, values: (_, ticks) => ticks.map((tick) => points[tick] ?? '') },
          { ...axis, size: 64, values: (_, ticks) => ticks.map(format) },
        ],
        series: [
          {},
          ...series.map((one, index) => ({
            label: one.label,
            stroke: colour(COLOURS[index] ?? '--ink'),
            width: 2,
            dash: DASHES[index] ?? [],
            points: { show: false },
          })),
        ],
        hooks: { setCursor: [(self) => point.current(self.cursor.idx ?? null)] },
      },
      [points.map((_, index) => index), ...series.map((one) => [...one.values])],
      host,
    );
    return () => {
      plot.current?.destroy();
      plot.current = null;
    };
  }, [points, series, format, width, height, colours]);

  useLayoutEffect(() => {
    const self = plot.current;
    if (!self || active === null || self.cursor.idx === active) return;
    self.setCursor({ left: self.valToPos(active, 'x'), top: height / 2 }, false);
  }, [active, height]);

  return <div ref={box} className="chart-long" aria-hidden="true" />;
}
