/** The proof that organisations are apart: every rule that is looked at in the live database, what was found, when. */
import { moment } from '@tenantry/ui/format/days.ts';
import { count } from '@tenantry/ui/format/figures.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { StatusMark } from '@tenantry/ui/parts/status_mark.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { Console } from './console.tsx';

interface Isolation {
  status: 'isolated' | 'at_risk';
  tables: number;
  findings: { rule: string; object: string; detail: string; fix: string }[];
  rules: { name: string; fix: string; findings: number }[];
  checked_at: string;
}

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

function Found({ found }: { found: Isolation }) {
  const words = useWords();
  return (
    <>
      <Banner
        kind={found.status === 'isolated' ? 'good' : 'bad'}
        title={words('operator.isolation_found', {
          tables: count(found.tables),
          rules: count(found.rules.length),
          findings: count(found.findings.length),
        })}
      >
        {found.findings.map(({ rule, object, detail, fix }) => (
          <p key={rule + object + detail}>
            {object}: {detail} {fix}
          </p>
        ))}
      </Banner>
      <p>{words('operator.isolation_at', { time: moment(found.checked_at, ZONE) })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone is reached by keys */}
      <section className="admin-scroll" aria-label={words('operator.isolation_rules')} tabIndex={0}>
        <table className="admin-table">
          <thead>
            <tr>
              <th scope="col">{words('operator.rule')}</th>
              <th scope="col">{words('operator.run_result')}</th>
              <th scope="col">{words('operator.isolation_fix')}</th>
            </tr>
          </thead>
          <tbody>
            {found.rules.map(({ name, fix, findings }) => (
              <tr key={name}>
                <th scope="row" className="console-rule">
                  {name}
                </th>
                <td>
                  <StatusMark
                    mark={findings === 0 ? 'full' : 'late'}
                    word={words('operator.isolation_findings', { count: findings })}
                  />
                </td>
                <td lang="en" className="dim">
                  {fix}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function IsolationAudit() {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const { data, fault, put } = useLoaded<Isolation>('GET /system/isolation');
  const run = (): void => {
    void saving.run(async () => put((await app.call<Isolation>('GET /system/isolation')).data));
  };
  const refused = fault ?? saving.fault;
  return (
    <div className="admin admin-wide">
      <h1>{words('operator.isolation')}</h1>
      <p className="dim">{words('operator.isolation_hint')}</p>
      <p>
        <Button onClick={run} busy={saving.isBusy}>
          {words('operator.isolation_run')}
        </Button>
      </p>
      {refused ? <Banner kind="bad" title={refused.text} /> : null}
      {data ? <Found found={data} /> : <LoadingLine />}
    </div>
  );
}

export default function IsolationScreen() {
  return (
    <Console page="isolation">
      <IsolationAudit />
    </Console>
  );
}
