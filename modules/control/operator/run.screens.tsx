/** One thing that is done to many organisations: how far it is, what came of each, and the refused ones again. */
import { moment } from '@tenantry/ui/format/days.ts';
import { count } from '@tenantry/ui/format/figures.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { DefinitionList } from '@tenantry/ui/parts/details.tsx';
import { Banner, LoadingLine, ProgressBar } from '@tenantry/ui/parts/notice.tsx';
import { StatusMark } from '@tenantry/ui/parts/status_mark.tsx';
import { AppLink, useApp } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving, wordOr } from '@tenantry/ui/screens/save.ts';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import { useEffect } from 'react';
import type { TenantRun, TenantRunItem } from '../tenant-runs/tenant-runs.schema.ts';
import { Console } from './console.tsx';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const EVERY_MS = 1_000;
const MARKS = { done: 'full', failed: 'late', waiting: 'draft' } as const;

/** What was asked, in a few words: `Change the plan: Premium`. */
export function sayRun(words: Words, { action, wanted }: TenantRun): string {
  const { reason, plan, feature, enabled } = wanted;
  const how =
    reason ??
    (plan ? wordOr(words, `plan.${plan}`, plan) : undefined) ??
    (feature
      ? `${wordOr(words, `feature.${feature}`, feature)}, ${words(enabled ? 'operator.feature_on' : 'operator.feature_off')}`
      : undefined);
  return how ? `${words(`operator.${action}`)}: ${how}` : words(`operator.${action}`);
}

function Items({ run }: { run: TenantRun }) {
  const words = useWords();
  // What changes of a run is its figures: each time they do, its items are read anew.
  const input = { run: run.id, limit: 200, ...(run.failed > 0 && run.total > 200 ? { state: 'failed' } : {}) };
  const { data, again } = useLoaded<TenantRunItem[]>('GET /tenant-runs/{run}/items', input);
  const figures = `${run.done} ${run.failed} ${run.state}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(again, [figures, again]);
  if (!data) return <LoadingLine />;
  return (
    <div className="admin-scroll">
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">{words('operator.organisation')}</th>
            <th scope="col">{words('operator.run_result')}</th>
            <th scope="col">{words('operator.health_why')}</th>
          </tr>
        </thead>
        <tbody>
          {data.map(({ tenant_id, slug, name, state, detail }) => (
            <tr key={tenant_id}>
              <th scope="row">
                <AppLink to={`/operator/tenants/${slug}`}>{name}</AppLink>
              </th>
              <td>
                <StatusMark mark={MARKS[state]} word={words(`operator.run_${state}`)} />
              </td>
              <td>{detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Run({ id }: { id: string }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const { data: run, fault, again, put } = useLoaded<TenantRun>('GET /tenant-runs/{run}', { run: id });
  const isRunning = run?.state === 'running';
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(again, EVERY_MS);
    return () => clearInterval(timer);
  }, [isRunning, again]);
  if (!run) return fault ? <Banner kind="bad" title={fault.text} /> : <LoadingLine />;
  const retry = (): void => {
    void saving.run(async () => put((await app.call<TenantRun>('POST /tenant-runs/{run}/retry', { run: id })).data));
  };
  return (
    <div className="admin admin-wide">
      <p>
        <AppLink to="/operator/jobs">{words('operator.runs')}</AppLink>
      </p>
      <h1>{sayRun(words, run)}</h1>
      {saving.fault ? <Banner kind="bad" title={saving.fault.text} /> : null}
      <ProgressBar label={words('operator.progress')} done={run.done + run.failed} total={run.total} />
      <p role="status">
        {words(isRunning ? 'operator.run_running' : 'operator.run_over')}
        {': '}
        {words('operator.run_done_as', {
          done: count(run.done),
          failed: count(run.failed),
          total: count(run.total),
        })}
      </p>
      {run.failed > 0 && !isRunning ? (
        <p>
          <Button onClick={retry} busy={saving.isBusy}>
            {words('operator.run_retry', { count: run.failed, shown: count(run.failed) })}
          </Button>
        </p>
      ) : null}
      <DefinitionList
        details={[
          { name: words('operator.run_by'), value: run.actor },
          { name: words('operator.run_at'), value: moment(run.created_at, ZONE) },
          { name: words('operator.run_over'), value: run.finished_at ? moment(run.finished_at, ZONE) : null },
        ]}
      />
      <Items run={run} />
    </div>
  );
}

export default function RunScreen({ params }: ScreenProps) {
  return (
    <Console page="jobs">
      <Run id={params.run ?? ''} />
    </Console>
  );
}
