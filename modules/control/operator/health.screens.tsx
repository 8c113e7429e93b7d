/** Whether the installation is well: each part as it is now, and its figures over time. */
import { moment, time } from '@tenantry/ui/format/days.ts';
import { count, fileSize } from '@tenantry/ui/format/figures.ts';
import { DefinitionList } from '@tenantry/ui/parts/details.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { StatusMark } from '@tenantry/ui/parts/status_mark.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect } from 'react';
import { Console } from './console.tsx';
import { SystemCharts } from './system_charts.screens.tsx';

interface Part {
  ok: boolean;
  detail?: string | null;
}

interface Health {
  status: string;
  checks: { cells: (Part & { name: string })[] } & Record<string, Part | null | unknown[]>;
  metrics: { requests: number; errors: number };
  checked_at: string;
}

interface Status {
  tenants: Record<string, number>;
  users: number;
  memory_bytes: number;
  started_at: string;
  database_version: string;
  node_version: string;
}

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const EVERY_MS = 10_000;
const PARTS = ['control_database', 'news', 'mail', 'redis', 'storage', 'keys', 'jobs', 'audit'] as const;

function HealthSheet() {
  const words = useWords();
  const { data, fault, again } = useLoaded<Health>('GET /health/detailed');
  const status = useLoaded<Status>('GET /system/status');
  useEffect(() => {
    const timer = setInterval(again, EVERY_MS);
    return () => clearInterval(timer);
  }, [again]);
  if (!data) return fault ? <Banner kind="bad" title={fault.text} /> : <LoadingLine />;
  const stateOf = (part: Part | null) =>
    part === null ? (
      words('operator.part_none')
    ) : (
      <StatusMark
        mark={part.ok ? 'full' : 'late'}
        word={part.detail ?? words(part.ok ? 'operator.part_ok' : 'operator.part_bad')}
      />
    );
  return (
    <div className="admin admin-wide">
      <h1>{words('operator.page_health')}</h1>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      <DefinitionList
        details={[
          ...data.checks.cells.map((cell) => ({
            name: words('operator.part_cell', { name: cell.name }),
            value: stateOf(cell),
          })),
          ...PARTS.map((part) => ({
            name: words(`operator.part_${part}`),
            value: stateOf((data.checks[part] ?? null) as Part | null),
          })),
        ]}
      />
      <p role="status">
        {words('operator.checked_at', { time: time(data.checked_at, ZONE) })}{' '}
        <a href="/operator/alerts?state=firing">{words('operator.alerts_firing')}</a>
      </p>
      <SystemCharts />
      {status.data ? (
        <DefinitionList
          details={[
            ...Object.entries(status.data.tenants).map(([state, number]) => ({
              name: words('operator.tenants_in', { state: words(`operator.status_${state}`) }),
              value: count(number),
            })),
            { name: words('operator.people'), value: count(status.data.users) },
            { name: words('operator.requests'), value: count(data.metrics.requests) },
            { name: words('operator.errors'), value: count(data.metrics.errors) },
            { name: words('operator.memory'), value: fileSize(status.data.memory_bytes) },
            { name: words('operator.started'), value: moment(status.data.started_at, ZONE) },
          ]}
        />
      ) : null}
    </div>
  );
}

export default function HealthScreen() {
  return (
    <Console page="health">
      <HealthSheet />
    </Console>
  );
}
