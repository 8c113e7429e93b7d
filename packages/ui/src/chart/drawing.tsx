/** Draws up to some sixty points at the width that there is, so that letters keep their size. */
import { type ReactNode, useId } from 'react';
import type { ChartSeries } from './chart.tsx';
import { apart, labelEvery, stacked, ticksOf } from './scale.ts';

export interface DrawingProps {
  kind: 'bar' | 'line' | 'stacked';
  points: readonly string[];
  series: readonly ChartSeries[];
  format(value: number): string;
  /** Pixels. */
  width: number;
  height: number;
  active: number | null;
  setActive(index: number | null): void;
}

const LEFT = 64;
const TOP = 10;
const BOTTOM = 26;
const LETTER_PX = 7;
const LINE_PX = 15;

export function Drawing({ kind, points, series, format, width, height, active, setActive }: DrawingProps): ReactNode {
  const id = useId().replaceAll(':', '');
  const stacks =
    kind === 'stacked'
      ? stacked(
          series.map((one) => one.values),
          points.length,
        )
      : null;
  const values = stacks
    ? stacks.flat().flatMap(({ from, to }) => [from, to])
    : series.flatMap((one) => one.values.map((value) => value ?? 0));
  const ticks = ticksOf(values);
  const [least = 0, most = 1] = [ticks[0], ticks.at(-1)];
  const right =
    kind === 'line' ? Math.min(width / 4, Math.max(...series.map(({ label }) => label.length), 0) * LETTER_PX + 12) : 8;
  const [innerWidth, innerHeight] = [Math.max(40, width - LEFT - right), height - TOP - BOTTOM];
  const band = innerWidth / Math.max(1, points.length);
  const x = (index: number): number => LEFT + band * (index + 0.5);
  const y = (value: number): number => TOP + innerHeight * (1 - (value - least) / (most - least));
  const every = labelEvery(
    points.length,
    innerWidth,
    Math.max(...points.map(({ length }) => length), 3) * LETTER_PX + 8,
  );
  const ends = apart(
    series.map((one) => y(lastOf(one.values) ?? 0)),
    LINE_PX,
    TOP + innerHeight,
  );
  const bars = kind === 'stacked' ? 1 : series.length;
  const barPx = Math.min(64, (band * 0.7) / Math.max(1, bars));
  return (
    <svg
      width={width}
      height={height}
      className="chart-drawing"
      aria-hidden="true"
      onPointerLeave={() => setActive(null)}
    >
      <defs>
        <pattern id={`${id}-1`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" className="chart-paper" />
          <rect width="3" height="6" data-series="1" />
        </pattern>
        <pattern id={`${id}-2`} width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" className="chart-paper" />
          <circle cx="3" cy="3" r="1.6" data-series="2" />
        </pattern>
      </defs>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={LEFT}
            x2={LEFT + innerWidth}
            y1={y(tick)}
            y2={y(tick)}
            className={tick === 0 ? 'chart-zero' : 'chart-rule'}
          />
          <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {points.map((point, index) =>
        index % every === 0 ? (
          <text key={point} x={x(index)} y={height - 8} textAnchor="middle">
            {point}
          </text>
        ) : null,
      )}
      {active !== null ? (
        <rect x={LEFT + band * active} y={TOP} width={band} height={innerHeight} className="chart-active" />
      ) : null}
      {series.map((one, place) =>
        kind === 'line' ? (
          <g key={one.key} data-series={place}>
            <path d={pathOf(one.values, x, y)} className="chart-line" />
            {one.values.map((value, index) =>
              index === active && value !== null ? (
                <circle key={points[index]} cx={x(index)} cy={y(value)} r="4" />
              ) : null,
            )}
            <text x={LEFT + innerWidth + 2} y={(ends[place] ?? 0) + 4} className="chart-end">
              {one.label}
            </text>
          </g>
        ) : (
          <g
            key={one.key}
            data-series={place}
            style={place === 0 ? undefined : { fill: `url(#${id}-${place})` }}
            className="chart-bars"
          >
            {points.map((point, index) => {
              const { from, to } = stacks?.[place]?.[index] ?? { from: 0, to: one.values[index] ?? 0 };
              const left = stacks ? x(index) - barPx / 2 : x(index) - (barPx * bars) / 2 + barPx * place;
              return (
                <rect
                  key={point}
                  x={left}
                  width={Math.max(1, barPx - 1)}
                  y={Math.min(y(from), y(to))}
                  height={Math.abs(y(from) - y(to))}
                />
              );
            })}
          </g>
        ),
      )}
      {points.map((point, index) => (
        <rect
          key={point}
          x={LEFT + band * index}
          y={TOP}
          width={band}
          height={innerHeight}
          fill="transparent"
          onPointerEnter={() => setActive(index)}
        />
      ))}
    </svg>
  );
}

function lastOf(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

/** The line through the points; where there is none it begins anew. */
function pathOf(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let pen = 'M';
  return values
    .map((value, index) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const piece = `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = 'L';
      return piece;
    })
    .join('');
}
