/** What is done apart from requests: things done to many organisations at once, and the queue of jobs, the fullest first. */
import { moment } from '@tenantry/ui/format/days.ts';
import { count } from '@tenantry/ui/format/figures.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { AppLink } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { TenantRun } from '../tenant-runs/tenant-runs.schema.ts';
import { Console } from './console.tsx';
import { sayRun } from './run.screens.tsx';

interface Line {
  tenant_id: string;
  slug: string | null;
  waiting: number;
  due: number;
  running: number;
  oldest_due_at: string | null;
}

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

function Runs() {
  const words = useWords();
  const { data } = useLoaded<TenantRun[]>('GET /tenant-runs');
  if (!data) return <LoadingLine />;
  return (
    <section className="stack">
      <h2>{words('operator.runs')}</h2>
      {data.length === 0 ? (
        <p>{words('operator.runs_none')}</p>
      ) : (
        <div className="admin-scroll">
          <table className="admin-table">
            <thead>
              <tr>
                <th scope="col">{words('operator.run_action')}</th>
                <th scope="col">{words('operator.run_result')}</th>
                <th scope="col">{words('operator.run_at')}</th>
                <th scope="col">{words('operator.run_by')}</th>
              </tr>
            </thead>
            <tbody>
              {data.map((run) => (
                <tr key={run.id}>
                  <th scope="row">
                    <AppLink to={`/operator/runs/${run.id}`}>{sayRun(words, run)}</AppLink>
                  </th>
                  <td>
                    {words('operator.run_done_as', {
                      done: count(run.done),
                      failed: count(run.failed),
                      total: count(run.total),
                    })}
                  </td>
                  <td>{moment(run.created_at, ZONE)}</td>
                  <td>{run.actor}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Queue() {
  const words = useWords();
  const { data, fault, again } = useLoaded<Line[]>('GET /system/jobs', { limit: 200 });
  if (fault) return <Banner kind="bad" title={fault.text} />;
  if (!data) return <LoadingLine />;
  return (
    <section className="stack">
      <h2>{words('operator.queue')}</h2>
      <p>
        <Button onClick={again}>{words('operator.look_again')}</Button>
      </p>
      {data.length === 0 ? (
        <p>{words('operator.no_jobs')}</p>
      ) : (
        <table className="admin-table">
          <thead>
            <tr>
              <th scope="col">{words('operator.organisation')}</th>
              <th scope="col" className="figure">
                {words('operator.waiting')}
              </th>
              <th scope="col" className="figure">
                {words('operator.due')}
              </th>
              <th scope="col" className="figure">
                {words('operator.running')}
              </th>
              <th scope="col">{words('operator.oldest')}</th>
            </tr>
          </thead>
          <tbody>
            {data.map(({ tenant_id, slug, waiting, due, running, oldest_due_at }) => (
              <tr key={tenant_id}>
                <th scope="row">{slug ?? tenant_id}</th>
                <td className="figure">{count(waiting)}</td>
                <td className="figure">{count(due)}</td>
                <td className="figure">{count(running)}</td>
                <td>{oldest_due_at ? moment(oldest_due_at, ZONE) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Jobs() {
  const words = useWords();
  return (
    <div className="admin admin-wide">
      <h1>{words('operator.page_jobs')}</h1>
      <Runs />
      <Queue />
    </div>
  );
}

export default function JobsScreen() {
  return (
    <Console page="jobs">
      <Jobs />
    </Console>
  );
}
