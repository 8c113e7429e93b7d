// biome-ignore-all lint/a11y/noNoninteractiveTabindex: the figure is walked point by point with the arrows
// biome-ignore-all lint/a11y/noNoninteractiveElementInteractions: see above
/** Bars, lines and stacks with their words beside them; every point by the arrows, all of them as a table by T. */
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useId, useLayoutEffect, useRef, useState } from 'react';
import { compactMoney } from '../format/figures.ts';
import { useWords } from '../words/words.tsx';
import { Drawing } from './drawing.tsx';
import './chart.css';

export interface ChartSeries {
  key: string;
  label: string;
  /** One for each point; null where there is none. */
  values: readonly (number | null)[];
}

export interface ChartProps {
  label: string;
  kind: 'bar' | 'line' | 'stacked';
  /** Names of the points, in their order. */
  points: readonly string[];
  /** At most three, so that each is told by its pattern and its word. */
  series: readonly ChartSeries[];
  /** How a value is written; without it rupees in lakh and crore. */
  format?(value: number): string;
  /** Pixels. */
  height?: number;
}

/** More than these are drawn by a library that is fetched then. */
const MANY = 60;
const LongDrawing = lazy(() =>
  import('./long_drawing.tsx').then(({ LongDrawing: component }) => ({ default: component })),
);

export function Chart({ label, kind, points, series, format = compactMoney, height = 240 }: ChartProps): ReactNode {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const hint = useId();
  const [width, setWidth] = useState(0);
  const [active, setActive] = useState<number | null>(null);
  const [isTable, setTable] = useState(false);
  useLayoutEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = points.length - 1;
    const to: Record<string, number | null> = {
      ArrowRight: active === null ? 0 : Math.min(last, active + 1),
      ArrowLeft: active === null ? last : Math.max(0, active - 1),
      Home: 0,
      End: last,
      Escape: null,
    };
    const next = to[event.key];
    if (next !== undefined && !isTable) setActive(next);
    else if (event.key.toLowerCase() === 't') setTable(!isTable);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const told =
    active === null
      ? ''
      : `${points[active]}: ${series.map((one) => `${one.label} ${textOf(one.values[active], format)}`).join(', ')}`;
  const parts = { kind, points, series, format, width, height, active, setActive };
  return (
    <figure
      className="chart"
      tabIndex={0}
      aria-label={label}
      aria-describedby={hint}
      onKeyDown={onKeyDown}
      onBlur={() => setActive(null)}
    >
      <figcaption className="chart-caption">
        <strong>{label}</strong>
        {series.length > 1 && kind !== 'line' ? <Legend series={series} /> : null}
        <button
          type="button"
          className="chart-turn"
          tabIndex={-1}
          aria-pressed={isTable}
          onClick={() => setTable(!isTable)}
        >
          {words(isTable ? 'chart.drawing' : 'chart.table')} <kbd>T</kbd>
        </button>
      </figcaption>
      <div ref={box} className="chart-box">
        {isTable ? (
          <Table {...{ points, series, format }} />
        ) : width === 0 ? null : points.length > MANY ? (
          <Suspense fallback={<div style={{ height }} />}>
            <LongDrawing {...parts} />
          </Suspense>
        ) : (
          <Drawing {...parts} />
        )}
      </div>
      <p className="chart-told" role="status">
        {told}
      </p>
      <span id={hint} hidden>
        {words('chart.hint')}
      </span>
    </figure>
  );
}

export function textOf(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}

function Legend({ series }: { series: readonly ChartSeries[] }): ReactNode {
  return (
    <span className="chart-legend">
      {series.map((one, index) => (
        <span key={one.key} data-series={index}>
          {one.label}
        </span>
      ))}
    </span>
  );
}

function Table({
  points,
  series,
  format,
}: Pick<ChartProps, 'points' | 'series'> & { format(value: number): string }): ReactNode {
  const words = useWords();
  return (
    <table className="chart-table">
      <thead>
        <tr>
          <th scope="col">{words('chart.point')}</th>
          {series.map((one) => (
            <th key={one.key} scope="col">
              {one.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point, index) => (
          <tr key={point}>
            <th scope="row">{point}</th>
            {series.map((one) => (
              <td key={one.key}>{textOf(one.values[index], format)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
