/** What waits in the queue of jobs, organisation by organisation, the fullest first. */
import { moment } from '@tenantry/ui/format/days.ts';
import { count } from '@tenantry/ui/format/figures.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { Console } from './console.tsx';

interface Line {
  tenant_id: string;
  slug: string | null;
  waiting: number;
  due: number;
  running: number;
  oldest_due_at: string | null;
}

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

function Jobs() {
  const words = useWords();
  const { data, fault, again } = useLoaded<Line[]>('GET /system/jobs', { limit: 200 });
  if (fault) return <Banner kind="bad" title={fault.text} />;
  if (!data) return <LoadingLine />;
  return (
    <div className="admin">
      <h1>{words('operator.page_jobs')}</h1>
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
