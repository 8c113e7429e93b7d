/** The installation over time in charts; the time is chosen and stands in the address. */
import { Chart, type ChartSeries } from '@tenantry/ui/chart/chart.tsx';
import { day, dayOf, moment, time } from '@tenantry/ui/format/days.ts';
import { count, fileSize, percent, quantity } from '@tenantry/ui/format/figures.ts';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect, useState } from 'react';
import type { SystemSeries } from '../system-series/series.ts';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const RANGES = ['60m', '24h', '7d', '30d', '90d', '366d'] as const;
const EVERY_MS = 60_000;

type Point = SystemSeries['series'][number];
type Figure = { [K in keyof Point]: Point[K] extends number | null ? K : never }[keyof Point];

interface Drawn {
  title: string;
  kind: 'bar' | 'line';
  figures: readonly Figure[];
  format(value: number): string;
}

/** Charts tell a format the place of the value as well. */
const plain = (value: number): string => quantity(value);

const CHARTS: readonly Drawn[] = [
  { title: 'answers', kind: 'bar', figures: ['requests', 'errors'], format: count },
  { title: 'p95', kind: 'line', figures: ['p95_response_ms'], format: plain },
  { title: 'database_ms', kind: 'line', figures: ['database_ms'], format: plain },
  { title: 'connections', kind: 'line', figures: ['connections'], format: count },
  { title: 'jobs_waiting', kind: 'line', figures: ['jobs_waiting'], format: count },
  { title: 'bytes', kind: 'line', figures: ['database_bytes', 'file_bytes'], format: fileSize },
  { title: 'disk', kind: 'line', figures: ['disk_percent'], format: percent },
];

function chosenRange(): string {
  const asked = new URLSearchParams(location.search).get('range') ?? '';
  return RANGES.find((one) => one === asked) ?? '24h';
}

export function SystemCharts() {
  const words = useWords();
  const [range, setRange] = useState(chosenRange);
  const { data, fault, again } = useLoaded<SystemSeries>('GET /system/series', { timeRange: range });
  useEffect(() => {
    const timer = setInterval(again, EVERY_MS);
    return () => clearInterval(timer);
  }, [again]);
  const choose = (one: string): void => {
    setRange(one);
    history.replaceState(history.state, '', `${location.pathname}?range=${one}`);
  };
  const points =
    data?.series.map(({ at }) => {
      if (data.resolution === '1d') return day(dayOf(at, ZONE));
      return data.resolution === '1h' ? moment(at, ZONE) : time(at, ZONE);
    }) ?? [];
  return (
    <section className="stack" aria-label={words('operator.over_time')}>
      <h2>{words('operator.over_time')}</h2>
      <ButtonRow>
        {RANGES.map((one) => (
          <Button key={one} aria-pressed={one === range} className="console-range" onClick={() => choose(one)}>
            {words(`operator.range_${one}`)}
          </Button>
        ))}
      </ButtonRow>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      {data ? (
        <div className="admin-halves">
          {CHARTS.map(({ title, kind, figures, format }) => {
            const series: ChartSeries[] = figures.map((figure) => ({
              key: figure,
              label: words(`operator.series_${figure}`),
              values: data.series.map((point) => point[figure]),
            }));
            return (
              <Chart
                key={title}
                label={words(`operator.chart_${title}`)}
                kind={kind}
                points={points}
                series={series}
                format={format}
                height={180}
              />
            );
          })}
        </div>
      ) : (
        <LoadingLine />
      )}
    </section>
  );
}
