/** Whether the installation is well: each part, figures while one looks, and the proof that organisations are apart. */
import { Chart } from '@tenantry/ui/chart/chart.tsx';
import { moment, time } from '@tenantry/ui/format/days.ts';
import { count, fileSize, quantity } from '@tenantry/ui/format/figures.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { DefinitionList } from '@tenantry/ui/parts/details.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { StatusMark } from '@tenantry/ui/parts/status_mark.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect, useState } from 'react';
import { Console } from './console.tsx';

interface Part {
  ok: boolean;
  detail?: string | null;
}

interface Health {
  status: string;
  checks: { cells: (Part & { name: string })[] } & Record<string, Part | null | unknown[]>;
  metrics: {
    requests: number;
    errors: number;
    mean_response_ms: number | null;
    p95_response_ms: number | null;
    uptime: number;
  };
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

interface Isolation {
  status: 'isolated' | 'at_risk';
  tables: number;
  findings: { rule: string; object: string; detail: string; fix: string }[];
  checked_at: string;
}

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const EVERY_MS = 10_000;
const MOST = 60;
const PARTS = ['control_database', 'news', 'mail', 'redis', 'storage', 'keys', 'jobs', 'audit'] as const;

function IsolationAudit() {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const [found, setFound] = useState<Isolation | null>(null);
  const run = (): void => {
    void saving.run(async () => setFound((await app.call<Isolation>('GET /system/isolation')).data));
  };
  return (
    <section className="stack">
      <h2>{words('operator.isolation')}</h2>
      <p className="dim">{words('operator.isolation_hint')}</p>
      <p>
        <Button onClick={run} busy={saving.isBusy}>
          {words('operator.isolation_run')}
        </Button>
      </p>
      {saving.fault ? <Banner kind="bad" title={saving.fault.text} /> : null}
      {found ? (
        <Banner
          kind={found.status === 'isolated' ? 'good' : 'bad'}
          title={words(`operator.isolation_${found.status}`, {
            tables: count(found.tables),
            findings: count(found.findings.length),
          })}
        >
          {found.findings.map(({ rule, object, detail, fix }) => (
            <p key={rule + object}>
              {object}: {detail} {fix}
            </p>
          ))}
        </Banner>
      ) : null}
    </section>
  );
}

function HealthSheet() {
  const words = useWords();
  const { data, fault, again } = useLoaded<Health>('GET /health/detailed');
  const status = useLoaded<Status>('GET /system/status');
  const [seen, setSeen] = useState<readonly Health[]>([]);
  useEffect(() => {
    if (data) setSeen((before) => [...before, data].slice(-MOST));
  }, [data]);
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
  const points = seen.map(({ checked_at }) => time(checked_at, ZONE));
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
      <Chart
        label={words('operator.response')}
        kind="line"
        points={points}
        series={[
          { key: 'mean', label: words('operator.mean'), values: seen.map(({ metrics }) => metrics.mean_response_ms) },
          { key: 'p95', label: words('operator.p95'), values: seen.map(({ metrics }) => metrics.p95_response_ms) },
        ]}
        format={quantity}
        height={200}
      />
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
      <IsolationAudit />
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
